/** What is measured: a seeded simulation, the same events in both encodings. */
import { protobufEncoder } from "../cli/encode-protobuf.ts";
import { simulate } from "../cli/simulator/simulate.ts";

export interface Corpus {
  /** As Lambda delivers them: base64. */
  readonly json: readonly string[];
  readonly protobuf: readonly string[];
}

const EVENTS = 20_000;
const EVENTS_PER_SECOND = 100;
const START_MS = Date.UTC(2026, 0, 5, 9);

/** Events both encodings can express. */
export function corpus(): Corpus {
  const encoder = protobufEncoder();
  const events = [
    ...simulate({ events: EVENTS, seed: 1, startMs: START_MS, eventsPerSecond: EVENTS_PER_SECOND }),
  ].filter(encoder.canEncode);
  return {
    json: events.map((event) => Buffer.from(`${JSON.stringify(event)}\n`).toString("base64")),
    protobuf: events.map((event) => Buffer.from(encoder.encode(event)).toString("base64")),
  };
}
