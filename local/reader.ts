/** What the tables hold, in the core's words: keys are values here, and each cloud spells them in its own way. */
import type { LetterLine } from "../shared/letter-line.ts";
import type { Row } from "../shared/row.ts";
import type { PlaceKey, SubjectKey } from "../shared/state/keys.ts";
import type { PlaceFacts } from "../shared/state/place-facts.ts";
import type { StateItem } from "../shared/state/state-item.ts";

export interface Reader {
  /** All there is, in no order. */
  allState(): Promise<readonly StateItem[]>;
  /** What places say of themselves. */
  allPlaces(): Promise<readonly PlaceFacts[]>;
  stateOf(subject: SubjectKey): Promise<readonly StateItem[]>;
  /** Seen at the time or since. */
  stateAt(place: PlaceKey, seenSinceMs: number): Promise<readonly StateItem[]>;
  /** Between two times, both included; newest first. */
  history(subject: SubjectKey, fromMs: number, toMs: number): Promise<readonly Row[]>;
  /** How many items the tables hold. */
  items(): Promise<{ readonly events: number; readonly state: number }>;
  /** A letter may come twice: a batch that is delivered again from its middle keeps its letters again. */
  deadLetters(): AsyncIterable<Pick<LetterLine, "position" | "part" | "stage" | "code" | "message">>;
}
