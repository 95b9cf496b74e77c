/** What DynamoDB bills an item as. */
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Item } from "./item.ts";

/** A write is billed by the item's size, in units of this. */
export const WRITE_UNIT_BYTES = 1_024;

const MAP_OVERHEAD_BYTES = 3;
const MEMBER_OVERHEAD_BYTES = 1;
/** Up to 38 digits take 21 bytes; two digits a byte and one more is what the documentation says. */
const NUMBER_OVERHEAD_BYTES = 1;
const NULL_BYTES = 1;

/**
 * The size DynamoDB bills, as its documentation tells it:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemBytes(item: Item): number {
  let bytes = 0;
  for (const name in item) bytes += Buffer.byteLength(name) + attributeBytes(item[name]);
  return bytes;
}

function attributeBytes(attribute: AttributeValue | undefined): number {
  if (attribute === undefined) return 0;
  if (attribute.S !== undefined) return Buffer.byteLength(attribute.S);
  if (attribute.NULL !== undefined) return NULL_BYTES;
  if (attribute.N !== undefined) return Math.ceil(attribute.N.length / 2) + NUMBER_OVERHEAD_BYTES;
  let bytes = MAP_OVERHEAD_BYTES;
  for (const member of attribute.L ?? []) bytes += attributeBytes(member) + MEMBER_OVERHEAD_BYTES;
  const map = attribute.M ?? {};
  for (const key in map) bytes += Buffer.byteLength(key) + attributeBytes(map[key]) + MEMBER_OVERHEAD_BYTES;
  return bytes;
}
