/** Where what arrives is seen again: in the tables, and in the lake. */
import { forEachConcurrently } from "../../shared/batch/concurrency.ts";
import { eventKeyOf } from "../../shared/state/keys.ts";
import type { Finding } from "../stage/check.ts";
import { isStored } from "../stage/is-stored.ts";
import type { Stage, TablesConsumer } from "../stage/stage.ts";
import type { ReadBatch, Span, Transport } from "../stage/transport.ts";
import type { Arrivals } from "./arrivals.ts";
import { durationText } from "./duration-text.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Of what arrived, so many are looked for in the tables. */
const SAMPLE = 20;
const CONCURRENT_READS = 8;
/** What arrived since is not in the tables yet, and need not be: a function gathers for seconds ... */
const TABLES_TAKE_MS = 2 * MINUTE_MS;
/** ... and the lake's for a minute or, behind a delivery service, for some. */
const LAKE_TAKES_MS = 20 * MINUTE_MS;

export async function inTables(
  { tables }: Stage,
  { historyExcludedTypes }: TablesConsumer,
  arrivals: Arrivals | undefined,
): Promise<Finding> {
  const rows = arrivals?.rows ?? [];
  if (rows.length === 0)
    return { name: "tables", verdict: "unknown", says: "nothing arrived that could be looked for there" };
  const step = Math.max(1, Math.floor(rows.length / SAMPLE));
  const sample = rows.filter((_, index) => (rows.length - 1 - index) % step === 0).slice(-SAMPLE);
  let [stored, newestMs, oldestLeftMs] = [0, 0, Number.POSITIVE_INFINITY];
  await forEachConcurrently(sample, CONCURRENT_READS, async ({ row, receivedAtMs }) => {
    const event = { ...eventKeyOf(row), inHistory: !historyExcludedTypes.has(row.event_type) };
    if (await isStored(tables, event)) {
      stored++;
      newestMs = Math.max(newestMs, receivedAtMs);
    } else oldestLeftMs = Math.min(oldestLeftMs, receivedAtMs);
  });
  const nowMs = Date.now();
  const says = [
    `${stored} of ${sample.length} events that arrived are there`,
    ...(stored > 0 ? [`the newest arrived ${durationText(nowMs - newestMs)} ago`] : []),
    ...(oldestLeftMs < nowMs ? [`one that is not arrived ${durationText(nowMs - oldestLeftMs)} ago`] : []),
  ].join("; ");
  if (nowMs - oldestLeftMs < TABLES_TAKE_MS && stored === 0) return { name: "tables", verdict: "unknown", says };
  if (nowMs - oldestLeftMs < TABLES_TAKE_MS || stored === sample.length)
    return { name: "tables", verdict: "good", says };
  const todo =
    "The function is behind or does not run: docs/runbook.md, Not invoked, Iterator age and Processor errors.";
  return { name: "tables", verdict: "bad", says, todo };
}

export async function inLake(
  stage: Stage,
  transport: Transport | undefined,
  nowMs: number,
  signal: AbortSignal,
): Promise<Finding> {
  const name = "lake";
  if (stage.lake === undefined) return { name, verdict: "unknown", says: "none is deployed that can be looked into" };
  const newestMs = await stage.lake.newestMs(nowMs - HOUR_MS);
  const says =
    newestMs === undefined
      ? "no file within the hour"
      : // One may be written while the others are looked at.
        `the newest file is ${durationText(Math.max(0, nowMs - newestMs))} old`;
  if (newestMs !== undefined && nowMs - newestMs <= LAKE_TAKES_MS) return { name, verdict: "good", says };
  const span = { fromMs: newestMs ?? nowMs - HOUR_MS, toMs: nowMs - LAKE_TAKES_MS };
  if (transport?.read === undefined || !(await hasRecords(transport, span, signal)))
    return { name, verdict: "unknown", says: `${says}, and nothing arrived that had to be there by now` };
  const todo = "Its function is behind or does not run: docs/runbook.md, Iterator age and Not invoked.";
  return { name, verdict: "bad", says: `${says}, though events arrived before`, todo };
}

async function hasRecords(transport: Transport, span: Span, signal: AbortSignal): Promise<boolean> {
  const found = new AbortController();
  const take = async ({ records }: ReadBatch) => {
    if (records.length > 0) found.abort();
  };
  await transport.read?.(span, take, AbortSignal.any([signal, found.signal]));
  return found.signal.aborted;
}
