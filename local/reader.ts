/** What the tables hold, read as rows: keys are values here, and each cloud spells them in its own way. */
import type { LetterLine } from "../shared/letter-line.ts";
import type { Row } from "../shared/row.ts";

/** What an event is about. */
export interface Subject {
  readonly tenant: string | undefined;
  readonly kind: string;
  readonly id: string;
}

/** A floor, or a location that has none. */
export interface Place {
  readonly tenant: string | undefined;
  readonly id: string;
}

/** What an aspect of a subject is now. */
export interface State {
  readonly subject: Subject;
  readonly aspect: string;
  /** Where it is found; absent for who is nowhere. */
  readonly place: Place | undefined;
  readonly row: Row;
}

export interface Reader {
  /** All there is, in no order. */
  allState(): Promise<readonly State[]>;
  stateOf(subject: Subject): Promise<readonly State[]>;
  stateAt(place: Place): Promise<readonly State[]>;
  /** Between two times, both included; newest first. */
  history(subject: Subject, fromMs: number, toMs: number): Promise<readonly Row[]>;
  /** How many items the tables hold. */
  items(): Promise<{ readonly events: number; readonly state: number }>;
  /** A letter may come twice: a batch that is delivered again from its middle keeps its letters again. */
  deadLetters(): AsyncIterable<Pick<LetterLine, "position" | "part" | "stage" | "code" | "message">>;
}

export function subjectOf({ tenant_id, subject_kind, subject_id }: Row): Subject {
  return { tenant: tenant_id, kind: subject_kind, id: subject_id };
}

/** One text for one subject or place, for sets and maps of them. */
export function identityOf(parts: Subject | Place): string {
  return JSON.stringify(Object.values(parts));
}
