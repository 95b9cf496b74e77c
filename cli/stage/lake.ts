/** A stage's lake, as far as an operator's commands look into it: what has arrived, lately or long ago. */
import type { Row } from "../../shared/row.ts";
import type { Span } from "./transport.ts";

export interface StageLake {
  /** When the newest of what arrived since was written, epoch ms; `undefined` where nothing was. */
  newestMs(sinceMs: number): Promise<number | undefined>;
  /** Rows of a tenant that arrived since, as often as they stand there. Asked again and again, it reads what is new. */
  rowsOf(tenant: string, sinceMs: number): LakeRows;
  /** The event of this uid that arrived in the span, as often as it stands there; nobody who is forgotten. */
  find(uid: string, span: Span, signal: AbortSignal): Promise<readonly FoundRow[]>;
  /**
   * What arrived in the span, as often as it stands there, and nobody who is forgotten; without the columns that only the
   * lake has. An hour of arrival after the other, so many rows at a time; resolved when all is taken, or on abort.
   */
  read(span: Span, take: (page: LakePage) => Promise<void>, signal: AbortSignal): Promise<void>;
}

export interface LakeRows {
  /** All that were found until now. */
  find(signal: AbortSignal): Promise<readonly Row[]>;
}

export interface FoundRow {
  /** With its payload, where the lake keeps it. */
  readonly row: Row;
  /** A file, or the table where files have no name. */
  readonly at: string;
}

export interface LakePage {
  readonly rows: readonly Row[];
  /** All that arrived before has been given, epoch ms. */
  readonly reachedMs: number;
}
