/** What the tables hold, read as rows: keys are values here, and each cloud spells them in its own way. */
import type { LetterLine } from "../shared/letter-line.ts";
import type { Row } from "../shared/row.ts";
import type { PlaceKey, SubjectKey } from "../shared/state/keys.ts";

/** What an aspect of a subject is now. */
export interface State {
  readonly subject: SubjectKey;
  readonly aspect: string;
  /** Where it is found; absent for who is nowhere. */
  readonly place: PlaceKey | undefined;
  readonly row: Row;
}

export interface Reader {
  /** All there is, in no order. */
  allState(): Promise<readonly State[]>;
  stateOf(subject: SubjectKey): Promise<readonly State[]>;
  stateAt(place: PlaceKey): Promise<readonly State[]>;
  /** Between two times, both included; newest first. */
  history(subject: SubjectKey, fromMs: number, toMs: number): Promise<readonly Row[]>;
  /** How many items the tables hold. */
  items(): Promise<{ readonly events: number; readonly state: number }>;
  /** A letter may come twice: a batch that is delivered again from its middle keeps its letters again. */
  deadLetters(): AsyncIterable<Pick<LetterLine, "position" | "part" | "stage" | "code" | "message">>;
}

/** One text for one subject or place, for sets and maps of them. */
export function identityOf(parts: SubjectKey | PlaceKey): string {
  return JSON.stringify(Object.values(parts));
}
