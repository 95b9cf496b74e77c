import type { Delivery } from "./cloud.ts";

/** Its warnings, and at last why it failed. */
export function warningsOf({ warnings, failure }: Delivery): readonly string[] {
  return failure === undefined ? warnings : [...warnings, failure];
}
