/** A state item as a document, and back. */
import { placeOfText, placeText, versionOfText, versionText } from "../../shared/state/key-text.ts";
import type { Version } from "../../shared/state/keys.ts";
import type { PlaceFacts, PlaceReference } from "../../shared/state/place-facts.ts";
import { seenAtMs, slotOf } from "../../shared/state/seen.ts";
import { slimRow, wholeRow } from "../../shared/state/slim-row.ts";
import type { StateItem } from "../../shared/state/state-item.ts";
import { EXPIRES_AT, PLACE, SLOT, STATE } from "./collections.ts";
import { type Document, placeIn, rowFields, slimRowOf, textOf } from "./document.ts";
import { stateId, stateKeyOf } from "./keys.ts";

/** `time!uid` of the newest event. */
const VERSION = "version";
/** JSON from reading to its version, for readings older than the newest event. */
const READING_VERSIONS = "readings";

export function stateDocument(item: StateItem): Document {
  const { key, version, row, olderVersions, place, seenSlotMs, expiresAtS, merges } = item;
  const versions = Object.entries(olderVersions).map(([name, older]) => [name, versionText(older)]);
  return {
    collection: STATE,
    id: stateId(key),
    fields: {
      ...rowFields(slimRow(row)),
      [VERSION]: versionText(version),
      ...(merges && { [READING_VERSIONS]: JSON.stringify(Object.fromEntries(versions)) }),
      ...(place !== undefined && { [PLACE]: placeText(place), [SLOT]: slotSeconds(seenSlotMs) }),
      ...(expiresAtS !== undefined && { [EXPIRES_AT]: new Date(expiresAtS * 1_000) }),
    },
  };
}

export function slotSeconds(slotMs: number): number {
  return slotMs / 1_000;
}

/** Of the newest event. */
export function versionOf({ fields }: Document): Version {
  return versionOfText(textOf(fields, VERSION) ?? "");
}

/** The place whose facts `stateOf` needs. */
export function placeOfState({ id, fields }: Document): PlaceReference | undefined {
  return placeIn(fields, stateKeyOf(id).subject.tenant);
}

export function stateOf(document: Document, facts: PlaceFacts | undefined): StateItem {
  const { id, fields } = document;
  const key = stateKeyOf(id);
  const version = versionOf(document);
  const row = wholeRow(slimRowOf(fields, key.subject.tenant), key.subject, version, facts);
  const versions = textOf(fields, READING_VERSIONS);
  const texts = JSON.parse(versions ?? "{}") as Readonly<Record<string, string>>;
  const place = textOf(fields, PLACE);
  const expiresAt = fields[EXPIRES_AT];
  return {
    key,
    version,
    row,
    merges: versions !== undefined,
    olderVersions: Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, versionOfText(text)])),
    place: place === undefined ? undefined : placeOfText(place),
    seenSlotMs: slotOf(seenAtMs(row)),
    expiresAtS: expiresAt instanceof Date ? expiresAt.getTime() / 1_000 : undefined,
  };
}
