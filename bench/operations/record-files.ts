/** Files to put: simulated events that begin at a time, and events that cannot be used. */
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { encodeRecords } from "../../cli/simulator/records.ts";
import { simulate } from "../../cli/simulator/simulate.ts";

const EVENTS_PER_SECOND = 100;

/** Answers the last one's recordUid. */
export async function writeSimulated(file: string, events: number, startMs: number): Promise<string> {
  let lastLine = "";
  await pipeline(Readable.from(lines()), createWriteStream(file));
  return (JSON.parse(lastLine) as { readonly recordUid: string }).recordUid;

  function* lines(): Generator<string> {
    const seed = startMs % 1_000_000;
    const simulated = simulate({ events, seed, startMs, eventsPerSecond: EVENTS_PER_SECOND });
    for (const { bytes } of encodeRecords(simulated, { encoding: "json", seed })) {
      lastLine = Buffer.from(bytes).toString("utf8");
      yield lastLine;
    }
  }
}

export async function writePoison(file: string, events: number): Promise<void> {
  const lines = function* () {
    for (let n = 0; n < events; n++)
      yield `${JSON.stringify({ recordUid: `poison-${n}`, eventType: "DEVICE_ENTRY" })}\n`;
  };
  await pipeline(Readable.from(lines()), createWriteStream(file));
}
