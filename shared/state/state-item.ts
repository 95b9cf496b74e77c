/** What one item of state says, whichever store keeps it. */
import type { Row } from "../row.ts";
import { isFoundByPlace, isPersonal } from "./aspects.ts";
import { type PlaceKey, placeOf, type StateKey, type Version } from "./keys.ts";
import { seenAtMs, slotOf } from "./seen.ts";

export interface StateItem {
  readonly key: StateKey;
  /** Of the newest event. */
  readonly version: Version;
  readonly row: Row;
  /** Whether it is a join of events, written on condition that it is unchanged; else it is replaced whole. */
  readonly merges: boolean;
  /** The versions of readings older than `version`, by `group.reading`; empty where nothing is joined. */
  readonly olderVersions: Readonly<Record<string, Version>>;
  /** Where it is found by place; absent for who has left. */
  readonly place: PlaceKey | undefined;
  /** The slot it was last seen in, epoch ms: where among those of its place it is found. */
  readonly seenSlotMs: number;
  /** When it may be deleted, epoch seconds; absent for what is not a person's. */
  readonly expiresAtS: number | undefined;
}

/** `olderVersions` where readings were joined. State of people and their devices is kept so long after their last event. */
export function stateItem(
  key: StateKey,
  version: Version,
  row: Row,
  personalTtlSeconds: number,
  olderVersions?: Readonly<Record<string, Version>>,
): StateItem {
  return {
    key,
    version,
    row,
    merges: olderVersions !== undefined,
    olderVersions: olderVersions ?? {},
    place: isFoundByPlace(row) ? placeOf(row) : undefined,
    seenSlotMs: slotOf(seenAtMs(row)),
    expiresAtS: isPersonal(row) ? Math.ceil(row.occurred_at / 1_000) + personalTtlSeconds : undefined,
  };
}
