/** What proto3 leaves off the wire, and how a coordinate says nothing: left out of a payload from JSON, too. */
import type { Field } from "../contract/contract.ts";
import { enumName } from "../event/values.ts";

const NOWHERE = -999;

/** A value of the wrong shape is no default: it is kept. */
export function isDefault(value: unknown, field: Field): boolean {
  // An enum that is absent is its first member; where that says something, it is said.
  if (value === undefined && field.enumType !== undefined) {
    return field.repeated || field.inOneof || !field.enumType.zeroSaysSomething;
  }
  if (value === undefined || value === null || value === "") return true;
  if (field.repeated) return Array.isArray(value) && value.length === 0;
  if (field.enumType !== undefined)
    return typeof value !== "object" && typeof value !== "boolean" && enumName(field.enumType, value) === undefined;
  return field.scalar !== "message" && (value === false || value === 0 || value === "0" || value === NOWHERE);
}
