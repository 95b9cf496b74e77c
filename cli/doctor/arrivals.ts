/** The last minutes of a transport through the core, without writing: a bounded look, whatever the rate. */
import { nodeCodec } from "../../runtime/node-codec.ts";
import type { Core } from "../../runtime/start-core.ts";
import { batchInNoHurry } from "../../shared/batch/batch.ts";
import { processBatch } from "../../shared/batch/process-batch.ts";
import { decoder, MAX_RECORD_BYTES_LIMIT } from "../../shared/decode/decode.ts";
import type { Row } from "../../shared/row.ts";
import { type NotReached, notReached } from "../stage/not-reached.ts";
import type { Span, Transport } from "../stage/transport.ts";

export interface Arrived {
  readonly row: Row;
  readonly receivedAtMs: number;
}

export interface Arrivals {
  /** As far as the transport keeps it. */
  readonly span: Span;
  /** What was asked for and is not kept. */
  readonly missed?: NotReached | undefined;
  records: number;
  bytes: number;
  events: number;
  ignored: number;
  /** Records by what they are, such as `json` or `gzip+protobuf`. */
  readonly forms: Map<string, number>;
  /** Events by code. */
  readonly rejections: Map<string, number>;
  /** What came of each shard, or what the transport has in its place. */
  readonly sources: Map<string, { records: number; lastMs: number }>;
  /** In the order of arrival. */
  readonly rows: Arrived[];
  /** There was more than was looked at: nothing is known of what arrived last. */
  cut: boolean;
}

export interface Bounds {
  readonly mostRecords: number;
  readonly mostMs: number;
}

const nothingKept = { put: async () => {} };

export async function readArrivals(
  transport: Transport,
  core: Core,
  span: Span,
  { mostRecords, mostMs }: Bounds,
  signal: AbortSignal,
): Promise<Arrivals> {
  const missed = await notReached(transport, span);
  const arrivals = noArrivals(keptOf(span, missed), missed);
  const enough = new AbortController();
  const seen = new Set<string>();
  const decode = decoder({
    codec: nodeCodec,
    encoding: "auto",
    maxRecordBytes: MAX_RECORD_BYTES_LIMIT,
    observe: (form) => seen.add(form),
  });
  const timeout = AbortSignal.timeout(mostMs);
  await transport.read?.(
    arrivals.span,
    async ({ source, records }) => {
      const counted = arrivals.sources.get(source) ?? { records: 0, lastMs: span.fromMs };
      arrivals.sources.set(source, counted);
      const some = records.slice(0, mostRecords - arrivals.records);
      for (const { payload, receivedAtMs } of some) {
        counted.records++;
        counted.lastMs = receivedAtMs;
        arrivals.records++;
        arrivals.bytes += payload.length;
        seen.clear();
        decode(payload);
        const form = [...seen].sort().join("+") || "unknown";
        arrivals.forms.set(form, (arrivals.forms.get(form) ?? 0) + 1);
      }
      const outcomes = await processBatch(batchInNoHurry(some, source), {
        ...core,
        sinks: [],
        deadLetter: nothingKept,
      });
      for (const [index, { parts }] of outcomes.entries())
        for (const fate of parts) {
          arrivals.events++;
          if ("row" in fate) arrivals.rows.push({ row: fate.row, receivedAtMs: some[index]?.receivedAtMs ?? 0 });
          else if (fate.status === "ignored") arrivals.ignored++;
          else if (fate.status === "rejected") {
            const { code } = fate.rejection;
            arrivals.rejections.set(code, (arrivals.rejections.get(code) ?? 0) + 1);
          }
        }
      if (arrivals.records < mostRecords) return;
      arrivals.cut = true;
      enough.abort();
    },
    AbortSignal.any([signal, enough.signal, timeout]),
  );
  if (timeout.aborted) arrivals.cut = true;
  arrivals.rows.sort((a, b) => a.receivedAtMs - b.receivedAtMs);
  return arrivals;
}

/** Where nothing of it is kept, it stays as it was asked for. */
function keptOf(span: Span, missed: NotReached | undefined): Span {
  const fromMs = missed === undefined ? span.fromMs : missed.beforeMs;
  return fromMs < span.toMs ? { ...span, fromMs } : span;
}

function noArrivals(span: Span, missed: NotReached | undefined): Arrivals {
  return {
    span,
    missed,
    records: 0,
    bytes: 0,
    events: 0,
    ignored: 0,
    forms: new Map(),
    rejections: new Map(),
    sources: new Map(),
    rows: [],
    cut: false,
  };
}
