/** Which days of arrival are compacted, and from which files: a small blob each. */
import { COMPACTED_FOLDER, LEDGER_TABLE } from "../../shared/lake/table.ts";

export const NOTES_FOLDER = `${COMPACTED_FOLDER}/${LEDGER_TABLE}/`;

export function noteOfDay(day: string): string {
  return `${NOTES_FOLDER}dt=${day}.json`;
}

/** How far a day is that is not done. */
export function progressOfDay(day: string): string {
  return `${NOTES_FOLDER}dt=${day}.part.json`;
}

/** `undefined` for what is no note of a day that is done. */
export function dayOfNote(blob: string): string | undefined {
  return /\/dt=(\d{4}-\d\d-\d\d)\.json$/.exec(blob)?.[1];
}
