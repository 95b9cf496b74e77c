/** Whether the tables have an event. */
import { type EventKey, isNewer } from "../../shared/state/keys.ts";
import type { TablesReader } from "../../shared/state/tables-reader.ts";

export interface KeptEvent extends EventKey {
  /** The tables keep its history, and not its state alone. */
  readonly inHistory: boolean;
}

/** By its identity in the history; of a type of which only the state is kept, that the state is as new. */
export async function isStored(
  tables: Pick<TablesReader, "stateOf" | "history">,
  { subject, inHistory, ...version }: KeptEvent,
): Promise<boolean> {
  const { occurredAtMs, recordUid } = version;
  if (!inHistory) return (await tables.stateOf(subject)).some((item) => !isNewer(version, item.version));
  const rows = await tables.history(subject, occurredAtMs, occurredAtMs);
  return rows.some((row) => row.record_uid === recordUid);
}
