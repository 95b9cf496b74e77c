/** What the tables hold, in the core's words: keys are values here, and each cloud spells them in its own way. */
import type { LetterLine } from "../shared/letter-line.ts";
import type { TablesReader } from "../shared/state/tables-reader.ts";

export interface Reader extends Omit<TablesReader, "allEvents"> {
  /** How many items the tables hold. */
  items(): Promise<{ readonly events: number; readonly state: number }>;
  /** A letter may come twice: a batch that is delivered again from its middle keeps its letters again. */
  deadLetters(): AsyncIterable<Pick<LetterLine, "position" | "part" | "stage" | "code" | "message">>;
}
