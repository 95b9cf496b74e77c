/** Values that are personal whatever their field is called: ids of BLE devices often are MAC addresses, some logins e-mail. */
import type { FieldClass } from "./field-classes.ts";

const MAC_ADDRESS = /^(?:[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}|[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4})$/i;
const BARE_MAC_ADDRESS = /^[0-9a-f]{12}$/i;
const E_MAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** With separators: `02:00:5e:00:00:01`, `02-00-…`, `0200.5e00.0001`. */
export function isMacAddress(value: string): boolean {
  return (value.length === 17 || value.length === 14) && MAC_ADDRESS.test(value);
}

function isBareMacAddress(value: string): boolean {
  return value.length === 12 && BARE_MAC_ADDRESS.test(value);
}

/** The class a value has by its form. */
export function classOfValue(value: string, isDeviceId: boolean): FieldClass | undefined {
  if (isMacAddress(value) || (isDeviceId && isBareMacAddress(value))) return "mac_address";
  return value.includes("@") && E_MAIL.test(value) ? "email" : undefined;
}

/** `02:00:5e:00:00:01`, however it was written; a value of another form in lower case. */
export function canonicalMacAddress(value: string): string {
  const lower = value.toLowerCase();
  const digits = lower.replace(/[:.-]/g, "");
  return isMacAddress(lower) || isBareMacAddress(digits) ? (digits.match(/../g) ?? []).join(":") : lower;
}
