/**
 * A message's body as the host hands it over: bytes, since the trigger is declared binary. With `cardinality: many` they
 * have arrived as strings, too, and as objects, since the programming model parses whatever string is JSON
 * (`fromRpcTypedData` in Azure/azure-functions-nodejs-library). Text that was bytes once keeps what the host left of it.
 */

/** Deeper than any event may be nested, so that what is cut off is rejected all the same. */
const CUT_OFF_DEPTH = 128;

export function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (typeof body === "string") return Buffer.from(body);
  if (body === undefined) return new Uint8Array();
  return Buffer.from(jsonOf(body));
}

/** JSON.parse takes depths that JSON.stringify runs out of stack with. */
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return JSON.stringify(cutOff(value, CUT_OFF_DEPTH));
    throw error;
  }
}

function cutOff(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth === 0) return null;
  if (Array.isArray(value)) return value.map((item) => cutOff(item, depth - 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cutOff(item, depth - 1)]));
}
