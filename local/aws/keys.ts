/** What is asked of the tables, in their spelling. */
import { placeKeyText, stateKeyText, versionText } from "../../functions/dynamodb/keys.ts";
import type { PlaceKey, SubjectKey } from "../../shared/state/keys.ts";

export function subjectPk(subject: SubjectKey): string {
  return stateKeyText({ subject, aspect: "position" }).pk;
}

export function placePk(place: PlaceKey): string {
  return placeKeyText(place, { subject: { tenant: undefined, kind: "unknown", id: "" }, aspect: "position" }).pk;
}

/** Greater than every character of a uid. */
const LAST = "~";

/** The least and the greatest sort key of the times between, both included. */
export function historyRange(fromMs: number, toMs: number): readonly [string, string] {
  return [versionText({ occurredAtMs: fromMs, recordUid: "" }), versionText({ occurredAtMs: toMs, recordUid: LAST })];
}
