/** The same questions as a shell command of the cloud's own tools, for `--keep` and beside each answer. */
import type { SubjectKind } from "../shared/row.ts";
import type { PlaceKey, SubjectKey } from "../shared/state/keys.ts";

export interface Section {
  readonly title: string;
  readonly text: string;
}

export interface Commands {
  /** Where everything listens, what a shell has to know first, and how to push an event by hand. */
  readonly first: readonly Section[];
  readonly last: readonly Section[];
  stateOf(subject: SubjectKey): string;
  stateAt(place: PlaceKey, seenSinceMs: number): string;
  /** How many subjects of a kind have a position there. */
  countAt(place: PlaceKey, kind: SubjectKind, seenSinceMs: number): string;
  history(subject: SubjectKey, fromMs: number, toMs: number): string;
  deadLetters(): string;
}

export function shellQuoted(value: object | string): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
