/** The answer that does not end: one event a line, and a KEEP_ALIVE after a while of nothing. */
import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { type EventLog, PARTITIONS } from "./event-log.ts";
import type { ApiFault } from "./faults.ts";

/** https://developer.cisco.com/docs/cisco-spaces-firehose/http-streaming/ */
export const KEEP_ALIVE_MS = 15_000;

interface Wanted {
  readonly fromTimestamp: number;
  readonly minPartition: number;
  readonly maxPartition: number;
}

/** `undefined` where a parameter is none. */
export function wantedOf(parameters: URLSearchParams): Wanted | undefined {
  const whole = (name: string, absent: number) => Number(parameters.get(name) ?? absent);
  const fromTimestamp = whole("fromTimestamp", 0);
  const minPartition = whole("minPartition", 1);
  const maxPartition = whole("maxPartition", PARTITIONS);
  const isRange = minPartition >= 1 && minPartition <= maxPartition && maxPartition <= PARTITIONS;
  if (![fromTimestamp, minPartition, maxPartition].every(Number.isInteger) || !isRange) return undefined;
  return { fromTimestamp, minPartition, maxPartition };
}

export function streamEvents(
  response: ServerResponse,
  log: EventLog,
  { fromTimestamp, minPartition, maxPartition }: Wanted,
  fault: ApiFault | undefined,
  keepAliveMs: number,
): void {
  response.writeHead(200, { "content-type": "application/x-ndjson" });
  response.flushHeaders();
  const lastLine = fault?.kind === "cut" || fault?.kind === "silence" ? fault.afterLines : Number.POSITIVE_INFINITY;
  let place = log.placeOf(fromTimestamp);
  let lines = 0;
  let waits = false;
  let timer: NodeJS.Timeout | undefined;
  const stopListening = log.onAppend(() => {
    if (!waits) pump();
  });
  response.on("drain", () => {
    waits = false;
    pump();
  });
  response.on("close", end);
  pump();

  function pump(): void {
    for (let found = log.at(place); found !== undefined && !waits; found = log.at(place)) {
      place = found.place + 1;
      const { partition, line } = found.event;
      if (partition >= minPartition && partition <= maxPartition) send(line);
      if (response.destroyed || lines > lastLine) return;
    }
    if (timer === undefined) restartTimer();
  }

  function send(line: Buffer): void {
    if (++lines > lastLine) {
      end();
      if (fault?.kind === "cut") response.write(line.subarray(0, line.length >> 1), () => response.destroy());
      return;
    }
    waits = !response.write(line);
    restartTimer();
  }

  function restartTimer(): void {
    timer ??= setTimeout(() => send(keepAlive()), keepAliveMs);
    timer.refresh();
  }

  function end(): void {
    clearTimeout(timer);
    stopListening();
  }
}

function keepAlive(): Buffer {
  const envelope = { recordUid: `event-${randomUUID().slice(0, 8)}`, recordTimestamp: Date.now() };
  const tenant = { spacesTenantId: "", spacesTenantName: "", partnerTenantId: "" };
  return Buffer.from(`${JSON.stringify({ ...envelope, ...tenant, eventType: "KEEP_ALIVE" })}\n`);
}
