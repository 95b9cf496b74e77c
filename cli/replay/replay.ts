/** Records of the past through the stage's own core into its tables: newest wins, and an event that is there stays as it is. */
import { processWithRetries } from "../../shared/batch/attempts.ts";
import type { BackOff } from "../../shared/batch/back-off.ts";
import { batchInNoHurry } from "../../shared/batch/batch.ts";
import { processBatch } from "../../shared/batch/process-batch.ts";
import type { DecodedPart } from "../../shared/decode/part.ts";
import { toldOf } from "../../shared/event/told.ts";
import type { OutcomeCounts, SourceRecord } from "../../shared/outcome.ts";
import type { TablesConsumer } from "../stage/stage.ts";
import type { ReadBatch } from "../stage/transport.ts";
import { UserError } from "../user-error.ts";
import { VERIFY_TENANT_PREFIX } from "../verify/known-batch.ts";

export interface ReplayCounts extends Omit<OutcomeCounts, "retry"> {
  /** Events that were not asked for. */
  passedOver: number;
  /** By code. */
  readonly rejections: Map<string, number>;
}

export function noCounts(): ReplayCounts {
  return { stored: 0, duplicate: 0, ignored: 0, rejected: 0, passedOver: 0, rejections: new Map() };
}

export interface Wanted {
  /** Absent: of all. */
  readonly types?: ReadonlySet<string> | undefined;
  readonly tenants?: ReadonlySet<string> | undefined;
}

export interface Replay {
  readonly counts: ReplayCounts;
  /** A UserError where the tables go on taking nothing. */
  take(batch: ReadBatch): Promise<void>;
}

/** They are in the dead letters already. */
const notKeptAgain = { put: async () => {} };

/** A dry run reads and counts, and writes nothing. */
export function newReplay(
  { core, sink }: TablesConsumer,
  wanted: Wanted,
  { dryRun, backOff }: { readonly dryRun: boolean; readonly backOff: BackOff },
  counts: ReplayCounts = noCounts(),
): Replay {
  const sinks = dryRun ? [] : [sink];
  return {
    counts,
    async take({ source, records }) {
      // Decoded once: the core is given what is wanted of it.
      const parts = new Map<Uint8Array, readonly DecodedPart[]>();
      const asked: SourceRecord[] = [];
      for (const record of records) {
        const all = core.decode(record.payload);
        const some = all.filter((part) => isWanted(part, wanted));
        counts.passedOver += all.length - some.length;
        if (some.length === 0) continue;
        parts.set(record.payload, some);
        asked.push(record);
      }
      if (asked.length === 0) return;
      const ports = {
        ...core,
        decode: (payload: Uint8Array) => parts.get(payload) ?? core.decode(payload),
        sinks,
        deadLetter: notKeptAgain,
      };
      const outcomes = await processWithRetries(
        batchInNoHurry(asked, source),
        (batch) => processBatch(batch, ports),
        backOff,
      );
      for (const fate of outcomes.flatMap(({ parts: fates }) => fates)) {
        if (fate.status === "retry")
          throw new UserError(
            `The tables do not take what is replayed: ${fate.message}. Run it again later; nothing is stored twice.`,
          );
        counts[fate.status]++;
        if (fate.status !== "rejected") continue;
        const { code } = fate.rejection;
        counts.rejections.set(code, (counts.rejections.get(code) ?? 0) + 1);
      }
    },
  };
}

function isWanted({ result }: DecodedPart, { types, tenants }: Wanted): boolean {
  const { tenant, eventType } = result.ok ? toldOf(result.value) : {};
  // It deleted them again: whoever wants them names the tenant.
  if (tenants === undefined && tenant?.startsWith(VERIFY_TENANT_PREFIX)) return false;
  return (types?.has(eventType ?? "") ?? true) && (tenants?.has(tenant ?? "") ?? true);
}
