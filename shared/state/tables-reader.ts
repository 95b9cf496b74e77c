/** What a store's tables hold, as every cloud's reader gives it back: whole rows, and keys as values. */
import type { Row } from "../row.ts";
import type { PlaceKey, SubjectKey } from "./keys.ts";
import type { PlaceFacts } from "./place-facts.ts";
import type { StateItem } from "./state-item.ts";

export interface TablesReader {
  /** All there is, in no order. */
  allState(): Promise<readonly StateItem[]>;
  allEvents(): Promise<readonly Row[]>;
  /** What places say of themselves; one place can say several things. */
  allPlaces(): Promise<readonly PlaceFacts[]>;
  stateOf(subject: SubjectKey): Promise<readonly StateItem[]>;
  /** Who and what is at a place and was seen at the time or since; nobody else is read. */
  stateAt(place: PlaceKey, seenSinceMs: number): Promise<readonly StateItem[]>;
  /** Between two times, both included; newest first. */
  history(subject: SubjectKey, fromMs: number, toMs: number): Promise<readonly Row[]>;
}
