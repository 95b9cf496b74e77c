/**
 * Ids as Firestore has them: texts of `shared/state/key-text.ts`, within 1,500 bytes of UTF-8, without `/`; never `.` or
 * `..`, since every id has a `!`, nor `__x__`: a leading `_` is `~005f`. https://firebase.google.com/docs/firestore/quotas
 */
import { type Rejected, rejected } from "../../shared/outcome.ts";
import type { Aspect } from "../../shared/state/aspects.ts";
import {
  AFTER_SEPARATOR,
  placeText,
  referenceOfText,
  referenceText,
  SEPARATOR,
  subjectOfText,
  subjectText,
  tenantOfText,
  tenantText,
  versionOfText,
  versionRange,
  versionText,
} from "../../shared/state/key-text.ts";
import type { EventKey, PlaceKey, StateKey, SubjectKey } from "../../shared/state/keys.ts";
import type { PlaceReference } from "../../shared/state/place-facts.ts";

const MAX_ID_BYTES = 1_500;
const LEADING_UNDERSCORE = "~005f";
const SUBJECT_PARTS = 3;

/** Ids from the first, which is in it, to the last, which is not. */
export interface IdRange {
  readonly from: string;
  readonly before: string;
}

/** `tenant!kind!id!time!uid`. */
export function eventId({ subject, ...version }: EventKey): string {
  return spelled(`${subjectText(subject)}${SEPARATOR}${versionText(version)}`);
}

export function eventKeyOf(id: string): EventKey {
  const { subject, rest } = subjectAndRest(id);
  return { subject, ...versionOfText(rest) };
}

/** `tenant!kind!id!aspect`. */
export function stateId({ subject, aspect }: StateKey): string {
  return spelled(`${subjectText(subject)}${SEPARATOR}${aspect}`);
}

export function stateKeyOf(id: string): StateKey {
  const { subject, rest } = subjectAndRest(id);
  return { subject, aspect: rest as Aspect };
}

/** `tenant!location!digest`. */
export function placeId(reference: PlaceReference): string {
  return spelled(`${tenantText(reference.tenant)}${SEPARATOR}${referenceText(reference)}`);
}

export function referenceOfId(id: string): PlaceReference {
  const at = id.indexOf(SEPARATOR);
  return referenceOfText(tenantOfText(id.slice(0, at)), id.slice(at + SEPARATOR.length));
}

/** Whatever is the subject's. */
export function subjectIds(subject: SubjectKey): IdRange {
  const text = spelled(subjectText(subject));
  return { from: `${text}${SEPARATOR}`, before: `${text}${AFTER_SEPARATOR}` };
}

/** Whatever the place said of itself: its id is a location's. */
export function placeIds(place: PlaceKey): IdRange {
  const text = spelled(placeText(place));
  return { from: `${text}${SEPARATOR}`, before: `${text}${AFTER_SEPARATOR}` };
}

/** The subject's events between two times, both included. */
export function eventIds(subject: SubjectKey, fromMs: number, toMs: number): IdRange {
  const text = spelled(subjectText(subject));
  const { from, before } = versionRange(fromMs, toMs);
  return { from: `${text}${SEPARATOR}${from}`, before: `${text}${SEPARATOR}${before}` };
}

function spelled(text: string): string {
  return text.startsWith("_") ? `${LEADING_UNDERSCORE}${text.slice(1)}` : text;
}

function subjectAndRest(id: string): { readonly subject: SubjectKey; readonly rest: string } {
  const parts = id.split(SEPARATOR);
  const text = (from: number, to?: number) => parts.slice(from, to).join(SEPARATOR);
  return { subject: subjectOfText(text(0, SUBJECT_PARTS)), rest: text(SUBJECT_PARTS) };
}

/** Why Firestore would refuse the id for ever, if it would. */
export function idProblem(id: string): Rejected | undefined {
  if (Buffer.byteLength(id) <= MAX_ID_BYTES) return undefined;
  const message = `the document id of its tenant, subject, place or recordUid has more than the ${MAX_ID_BYTES} bytes Firestore takes`;
  return rejected({ stage: "write", code: "invalid-identity", message });
}
