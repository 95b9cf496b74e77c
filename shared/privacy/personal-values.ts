/** Values that are personal whatever their field is called: ids of BLE devices often are MAC addresses, some logins e-mail. */
import { isEmailAddress } from "./email-address.ts";
import type { FieldClass } from "./field-classes.ts";
import { canonicalIpAddress } from "./ip-address.ts";
import { isBareMacAddress, isMacAddress } from "./mac-address.ts";

/** Where a text stands, as far as that changes what it can be. */
export interface TextField {
  readonly holdsDeviceId: boolean;
  readonly isAccessPoint: boolean;
  readonly isVersion: boolean;
}

/** International, with its plus: without it any long number would be one. */
const PHONE = /^\+\d[\d ()/-]{6,22}\d$/;

/** The class a whole value has by its form. The value has no blanks around it. */
export function classOfValue(value: string, field: TextField): FieldClass | undefined {
  if (isMacAddress(value) || (field.holdsDeviceId && isBareMacAddress(value))) return "mac_address";
  if (isEmailAddress(value)) return "email";
  if (canonicalIpAddress(value) !== undefined)
    return field.isVersion && !value.includes(":") ? undefined : "ip_address";
  return PHONE.test(value) ? "phone" : undefined;
}

/** Bits of `look`. */
export const SUSPECT = 1;
export const NEEDS_ESCAPES = 2;

const PLAIN = 0;
const ESCAPE = 1;
const SIGN = 2;
const COLON = 3;
const DASH = 4;
const DOT = 5;
const SEPARATOR = 6;
const kinds = new Uint8Array(128).fill(PLAIN);
kinds.fill(ESCAPE, 0, 0x20);
for (const [characters, kind] of [
  ['"\\\x7f', ESCAPE],
  ["@%", SIGN],
  [":", COLON],
  ["-", DASH],
  [".", DOT],
  [",;", SEPARATOR],
] as const) {
  for (const character of characters) kinds[character.charCodeAt(0)] = kind;
}

/**
 * One look at every character, since almost no text is personal: whether it can hold a personal form at all (`SUSPECT`)
 * and whether JSON writes it as it is (not `NEEDS_ESCAPES`).
 */
export function look(value: string): number {
  let signs = 0;
  let colons = 0;
  let adjacentColons = 0;
  let dashes = 0;
  let dots = 0;
  let separators = 0;
  let escapes = 0;
  let before = PLAIN;
  const { length } = value;
  for (let index = 0; index < length; index++) {
    const code = value.charCodeAt(index);
    const kind = code < 128 ? (kinds[code] as number) : ESCAPE;
    if (kind !== PLAIN) {
      if (kind === DASH) dashes++;
      else if (kind === DOT) dots++;
      else if (kind === ESCAPE) escapes = NEEDS_ESCAPES;
      else if (kind === SIGN) signs++;
      else if (kind === SEPARATOR) separators++;
      else {
        colons++;
        if (before === COLON) adjacentColons++;
      }
    }
    before = kind;
  }
  const isSuspect =
    signs > 0 ||
    colons > 2 ||
    adjacentColons > 0 ||
    dots > 2 ||
    (dots === 2 && length > 13) ||
    colons + dashes > 4 ||
    (separators === 0 ? hasWholeForm(value) : value.split(LIST).some(hasWholeForm));
  return isSuspect ? escapes | SUSPECT : escapes;
}

/** What stands between the items of a list in one text: each is looked at by itself. */
const LIST = /[,;]/;
const BLANK = 0x20;
const PLUS = 0x2b;

/** The form of a value with few separators, or with blanks: told by its length and a character or two. */
function hasWholeForm(value: string): boolean {
  const { length } = value;
  if (length < 8) return false;
  const first = value.charCodeAt(0);
  if (first <= BLANK || first === PLUS || value.charCodeAt(length - 1) <= BLANK) return true;
  switch (length) {
    case 13:
      return value.charAt(6) === "-";
    case 14:
    case 18:
    case 19:
      return value.charAt(1) === "x" || value.charAt(1) === "X" || value.charAt(4) === "-" || value.charAt(4) === ":";
    case 17:
    case 20:
    case 23:
      return value.charCodeAt(2) === BLANK;
    default:
      return false;
  }
}
