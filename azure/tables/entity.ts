/**
 * A row as an entity: JSON under one property, since a property's name costs two bytes a letter in every entity.
 * A text property holds 64 KiB of UTF-16 and an entity 1 MiB, which the embedded engine does not enforce:
 * https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model#property-limitations
 */
import { type Rejected, rejected } from "../../shared/outcome.ts";
import { referenceOfText, referenceText } from "../../shared/state/key-text.ts";
import type { PlaceReference } from "../../shared/state/place-facts.ts";
import type { SlimRow } from "../../shared/state/slim-row.ts";
import { type EntityKey, keyProblem } from "./keys.ts";

export interface Entity extends EntityKey {
  readonly [property: string]: string;
}

const MAX_TEXT_LENGTH = 32_768;
const MAX_ENTITY_BYTES = 1_024 * 1_024;
const BYTES_A_LETTER = 2;
/** Of an entity, and of a property beside its name and its value. */
const ENTITY_BYTES = 4;
const PROPERTY_BYTES = 8;
const LENGTH_BYTES = 4;

const ROW = "row";
const PLACE = "place";

/** A text longer than a property takes goes on in `row1`, `row2` and so on. */
export function rowProperties({ columns, place }: SlimRow): Record<string, string> {
  const text = JSON.stringify(columns);
  const properties: Record<string, string> = {};
  for (let part = 0; part * MAX_TEXT_LENGTH < text.length; part++) {
    properties[partName(part)] = text.slice(part * MAX_TEXT_LENGTH, (part + 1) * MAX_TEXT_LENGTH);
  }
  if (place !== undefined) properties[PLACE] = referenceText(place);
  return properties;
}

/** The place an entity refers to. */
export function placeIn(entity: Entity, tenant: string | undefined): PlaceReference | undefined {
  const place = entity[PLACE];
  return place === undefined ? undefined : referenceOfText(tenant, place);
}

export function slimRowOf(entity: Entity, tenant: string | undefined): SlimRow {
  let text = "";
  for (let part = 0; entity[partName(part)] !== undefined; part++) text += entity[partName(part)];
  return { columns: JSON.parse(text) as SlimRow["columns"], place: placeIn(entity, tenant) };
}

function partName(part: number): string {
  return part === 0 ? ROW : `${ROW}${part}`;
}

/** Why Table Storage would refuse the entity for ever, if it would. */
export function entityProblem(entity: Entity, what: string): Rejected | undefined {
  const bytes = entityBytes(entity);
  if (bytes <= MAX_ENTITY_BYTES) return keyProblem(entity);
  const message = `the ${what} entity has ${bytes} bytes, more than the ${MAX_ENTITY_BYTES} Table Storage takes`;
  return rejected({ stage: "write", code: "item-too-large", message });
}

/** https://learn.microsoft.com/archive/blogs/avkashchauhan/how-the-size-of-an-entity-is-caclulated-in-windows-azure-table-storage */
export function entityBytes({ partitionKey, rowKey, ...properties }: Entity): number {
  let bytes = ENTITY_BYTES + (partitionKey.length + rowKey.length) * BYTES_A_LETTER;
  for (const [name, value] of Object.entries(properties)) {
    bytes += PROPERTY_BYTES + name.length * BYTES_A_LETTER;
    bytes += LENGTH_BYTES + value.length * BYTES_A_LETTER;
  }
  return bytes;
}
