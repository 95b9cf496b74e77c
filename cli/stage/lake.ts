/** A stage's lake, as far as an operator's commands look into it: what has arrived lately. */
import type { Row } from "../../shared/row.ts";

export interface StageLake {
  /** When the newest of what arrived since was written, epoch ms; `undefined` where nothing was. */
  newestMs(sinceMs: number): Promise<number | undefined>;
  /** Rows of a tenant that arrived since, as often as they stand there. Asked again and again, it reads what is new. */
  rowsOf(tenant: string, sinceMs: number): LakeRows;
}

export interface LakeRows {
  /** All that were found until now. */
  find(signal: AbortSignal): Promise<readonly Row[]>;
}
