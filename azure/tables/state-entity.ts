/** A state item as an entity, and back. */
import { placeOfText, placeText, versionOfText, versionText } from "../../shared/state/key-text.ts";
import type { Version } from "../../shared/state/keys.ts";
import type { PlaceFacts, PlaceReference } from "../../shared/state/place-facts.ts";
import { seenAtMs, slotOf } from "../../shared/state/seen.ts";
import { slimRow, wholeRow } from "../../shared/state/slim-row.ts";
import type { StateItem } from "../../shared/state/state-item.ts";
import { type Entity, placeIn, rowProperties, slimRowOf } from "./entity.ts";
import { type EntityKey, placeIndexKey, stateEntityKey, stateKeyOf } from "./keys.ts";
import { EXPIRES_AT, expiryText } from "./tables.ts";

/** `time!uid` of the newest event. */
const VERSION = "version";
/** JSON from reading to its version, for readings older than the newest event. */
const READING_VERSIONS = "readings";
/** The place it is found under. */
const AT = "at";

export function stateEntity({ key, version, row, olderVersions, place, expiresAtS, merges }: StateItem): Entity {
  const versions = Object.entries(olderVersions).map(([name, older]) => [name, versionText(older)]);
  return {
    ...stateEntityKey(key),
    ...rowProperties(slimRow(row)),
    [VERSION]: versionText(version),
    ...(merges && { [READING_VERSIONS]: JSON.stringify(Object.fromEntries(versions)) }),
    ...(place !== undefined && { [AT]: placeText(place) }),
    ...(expiresAtS !== undefined && { [EXPIRES_AT]: expiryText(expiresAtS) }),
  };
}

/** Of the newest event. */
export function versionOfEntity(entity: Entity): Version {
  return versionOfText(entity[VERSION] ?? "");
}

/** The place whose facts `stateOfEntity` needs. */
export function placeOfState(entity: Entity): PlaceReference | undefined {
  return placeIn(entity, stateKeyOf(entity).subject.tenant);
}

export function stateOfEntity(entity: Entity, facts: PlaceFacts | undefined): StateItem {
  const key = stateKeyOf(entity);
  const version = versionOfEntity(entity);
  const row = wholeRow(slimRowOf(entity, key.subject.tenant), key.subject, version, facts);
  const versions = entity[READING_VERSIONS];
  const texts = JSON.parse(versions ?? "{}") as Readonly<Record<string, string>>;
  const at = entity[AT];
  const expiresAt = entity[EXPIRES_AT];
  return {
    key,
    version,
    row,
    merges: versions !== undefined,
    olderVersions: Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, versionOfText(text)])),
    place: at === undefined ? undefined : placeOfText(at),
    seenSlotMs: slotOf(seenAtMs(row)),
    expiresAtS: expiresAt === undefined ? undefined : Number(expiresAt),
  };
}

/** Where an item stands in the index by place; nowhere once it has left. */
export function indexKeyOf({ key, place, seenSlotMs }: StateItem): EntityKey | undefined {
  return place === undefined ? undefined : placeIndexKey(place, seenSlotMs, key);
}
