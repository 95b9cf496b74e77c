/** What arrives, through the core without writing: what is asked of it, a view at a time, and counts of all. */
import type { Core } from "../../runtime/start-core.ts";
import { batchInNoHurry } from "../../shared/batch/batch.ts";
import { processBatch } from "../../shared/batch/process-batch.ts";
import type { Letter } from "../../shared/ports.ts";
import type { Row } from "../../shared/row.ts";
import type { ReadBatch } from "../stage/transport.ts";

export interface Tapped {
  readonly source: string;
  readonly position: string;
  readonly receivedAtMs: number;
  /** After the privacy policy; absent for what is rejected. */
  readonly row?: Row;
  /** The same event stood in the same read before. */
  readonly isRepeat?: boolean;
  readonly rejected?: Omit<Letter, "payload" | "position" | "receivedAtMs">;
}

export interface WantedTap {
  /** Absent: of all. */
  readonly types?: ReadonlySet<string> | undefined;
  readonly tenants?: ReadonlySet<string> | undefined;
  /** `kind:id`, or an id of any kind. */
  readonly subject?: string | undefined;
  readonly rejectedOnly: boolean;
}

interface TapCounts {
  events: number;
  rejected: number;
  ignored: number;
  /** Of those, what was asked for. */
  wanted: number;
}

export interface Tap {
  readonly counts: TapCounts;
  take(batch: ReadBatch): Promise<void>;
}

/** `show` is waited for. */
export function newTap(core: Core, wanted: WantedTap, show: (tapped: Tapped) => Promise<void> | void): Tap {
  const counts: TapCounts = { events: 0, rejected: 0, ignored: 0, wanted: 0 };
  return {
    counts,
    async take({ source, records }) {
      const letters: Letter[] = [];
      const deadLetter = { put: async (given: readonly Letter[]) => void letters.push(...given) };
      const outcomes = await processBatch(batchInNoHurry(records, source), { ...core, sinks: [], deadLetter });
      for (const [index, { position, parts }] of outcomes.entries())
        for (const fate of parts) {
          const receivedAtMs = records[index]?.receivedAtMs ?? 0;
          const came = { source, position, receivedAtMs };
          counts.events++;
          if (fate.status === "ignored") counts.ignored++;
          if (fate.status === "rejected") counts.rejected++;
          const tapped =
            "row" in fate
              ? { ...came, row: fate.row, isRepeat: fate.status === "duplicate" }
              : fate.status === "rejected"
                ? { ...came, rejected: reasonOf(letters.shift()) }
                : undefined;
          if (tapped === undefined || !isWanted(tapped, wanted)) continue;
          counts.wanted++;
          await show(tapped);
        }
    },
  };
}

/** Letters are kept in the order of their events. */
function reasonOf(letter: Letter | undefined): NonNullable<Tapped["rejected"]> {
  if (letter === undefined) throw new Error("an event was rejected without a letter");
  const { payload: _payload, position: _position, receivedAtMs: _receivedAtMs, ...reason } = letter;
  return reason;
}

function isWanted({ row, rejected }: Tapped, { types, tenants, subject, rejectedOnly }: WantedTap): boolean {
  if (rejectedOnly && rejected === undefined) return false;
  const type = row?.event_type ?? rejected?.eventType;
  const tenant = row?.tenant_id ?? rejected?.tenant;
  if (types !== undefined && !types.has(type ?? "-")) return false;
  if (tenants !== undefined && !tenants.has(tenant ?? "-")) return false;
  if (subject === undefined) return true;
  return row !== undefined && (subject === row.subject_id || subject === `${row.subject_kind}:${row.subject_id}`);
}
