/** A transport in memory, on a clock of its own: what is put arrives when the clock says. */
import type { Transport } from "../../cli/stage/transport.ts";
import type { SourceRecord } from "../../shared/outcome.ts";

export interface MemoryTransport extends Transport {
  readonly records: SourceRecord[];
  /** Puts as Cisco would, at a time. */
  push(payload: Uint8Array, receivedAtMs: number): void;
}

export function memoryTransport(nowMs: () => number): MemoryTransport {
  const records: SourceRecord[] = [];
  const push = (payload: Uint8Array, receivedAtMs: number) => {
    records.push({ position: String(records.length + 1), payload, receivedAtMs });
  };
  return {
    channel: "kinesis",
    maxCallRecords: 500,
    maxCallBytes: 5_000_000,
    maxRecordBytes: 1_000_000,
    records,
    push,
    async put(payloads) {
      return payloads.map((payload) => {
        push(payload, nowMs());
        return { position: String(records.length) };
      });
    },
    async read({ fromMs, toMs }, take) {
      const found = records.filter(({ receivedAtMs }) => receivedAtMs >= fromMs && receivedAtMs < toMs);
      // As from two shards: each in order, the second before the first.
      for (const half of [1, 0])
        await take({ source: `memory/${half}`, records: found.filter((_, index) => index % 2 === half) });
    },
  };
}
