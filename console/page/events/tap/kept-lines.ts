/** The last lines of the tap, the newest first, each with a number of its own. */
import type { TappedLine } from "../../../api.ts";

export interface KeptLine extends TappedLine {
  readonly number: number;
}

export interface KeptLines {
  readonly lines: readonly KeptLine[];
  /** How many have come in all. */
  readonly came: number;
}

export const noLines: KeptLines = { lines: [], came: 0 };

/** `arrived` as they came, the oldest first. */
export function withLines({ lines, came }: KeptLines, arrived: readonly TappedLine[], most: number): KeptLines {
  const numbered = arrived.map((line, place) => ({ ...line, number: came + place }));
  return { lines: [...numbered.toReversed(), ...lines].slice(0, most), came: came + arrived.length };
}
