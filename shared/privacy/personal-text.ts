/** The policy on a text whose field does not say that it is personal: told by its form, as a whole or within the text. */
import { emailAddressesIn, holdsEmailAddress } from "./email-address.ts";
import { holdsIpAddress, replaceIpAddresses } from "./ip-address.ts";
import { holdsMacAddress, isBareMacAddress, replaceMacAddresses } from "./mac-address.ts";
import { classOfValue, look, SUSPECT, type TextField } from "./personal-values.ts";
import type { Privacy } from "./privacy.ts";

/** What may be stored of the text; `undefined` when nothing may. */
export function protectText(value: string, field: TextField, privacy: Privacy): string | undefined {
  if ((look(value) & SUSPECT) === 0 && !isDeviceId(value, field)) return value;
  return protectSuspect(value, field, privacy);
}

/** Digits alone, which nothing else gives away. */
export function isDeviceId(value: string, field: TextField): boolean {
  return field.holdsDeviceId && (isBareMacAddress(value) || value.includes(","));
}

/** A list in one text; its parts are looked at one by one. */
const SEPARATORS = /([,;])/;

/** For a text that `look` or `isDeviceId` found suspect. */
export function protectSuspect(value: string, field: TextField, privacy: Privacy): string | undefined {
  if (value.length > LONGEST_REPLACED) return protectLong(value, field, privacy);
  const whole = protectWhole(value, field, privacy);
  if (whole !== UNKNOWN_FORM) return whole;
  if (!value.includes(",") && !value.includes(";")) return protectWithin(value, field, privacy);
  let kept = "";
  let isAnyKept = false;
  let separator = "";
  for (const part of value.split(SEPARATORS)) {
    if (part === "," || part === ";") {
      separator = part;
      continue;
    }
    const text = protectPart(part, field, privacy);
    if (text === undefined) continue;
    kept += isAnyKept ? separator + text : text;
    isAnyKept = true;
  }
  return isAnyKept ? kept : undefined;
}

function protectPart(part: string, field: TextField, privacy: Privacy): string | undefined {
  if ((look(part) & SUSPECT) === 0 && !(field.holdsDeviceId && isBareMacAddress(part))) return part;
  const whole = protectWhole(part, field, privacy);
  return whole === UNKNOWN_FORM ? protectWithin(part, field, privacy) : whole;
}

const UNKNOWN_FORM = Symbol("of no personal form as a whole");

function protectWhole(value: string, field: TextField, privacy: Privacy): string | undefined | typeof UNKNOWN_FORM {
  const trimmed = value.trim();
  const fieldClass = classOfValue(trimmed, field);
  if (fieldClass === undefined) return UNKNOWN_FORM;
  if (privacy.policy[fieldClass] === "keep" || (fieldClass === "mac_address" && field.isAccessPoint)) return value;
  return privacy.apply(fieldClass, trimmed);
}

/** A longer text with a personal form in it is not stored: replacing thousands of addresses would take seconds. */
const LONGEST_REPLACED = 4_096;

/**
 * `gw=02:00:…` keeps its `gw=`. What stands around an e-mail address is most often its owner's name, so where the address
 * may not be stored, neither may the text.
 */
function protectWithin(value: string, field: TextField, privacy: Privacy): string | undefined {
  let text: string | undefined = protectEmails(value, "@", privacy);
  if (text?.includes("%40")) text = protectEmails(text, "%40", privacy);
  if (text === undefined) return undefined;
  if (!field.isAccessPoint)
    text = replaceMacAddresses(text, (found) => privacy.apply("mac_address", copyOf(found)) ?? "");
  if (!field.isVersion) text = replaceIpAddresses(text, (found) => privacy.apply("ip_address", copyOf(found)) ?? "");
  return text;
}

const BARE_IN_LIST = /(?:^|[,;])[0-9a-f]{12}(?:[0-9a-f]{4})?(?:[,;]|$)/i;

function protectLong(value: string, field: TextField, { policy }: Privacy): string | undefined {
  const holds = (fieldClass: "mac_address" | "ip_address" | "email", found: (text: string) => boolean) =>
    policy[fieldClass] !== "keep" && found(value);
  const isPersonal =
    holds("email", (text) => holdsEmailAddress(text)) ||
    (!field.isAccessPoint && holds("mac_address", holdsMacAddress)) ||
    (field.holdsDeviceId && holds("mac_address", (text) => BARE_IN_LIST.test(text))) ||
    (!field.isVersion && holds("ip_address", holdsIpAddress));
  return isPersonal ? undefined : value;
}

function protectEmails(text: string, sign: string, privacy: Privacy): string | undefined {
  const action = privacy.policy.email;
  if (action === "keep" || !text.includes(sign)) return text;
  const found = emailAddressesIn(text, sign);
  if (found.length === 0) return text;
  if (action === "drop") return undefined;
  let safe = "";
  let from = 0;
  for (const { start, end } of found) {
    safe += text.slice(from, start) + (privacy.apply("email", copyOf(text.slice(start, end).replace(sign, "@"))) ?? "");
    from = end;
  }
  return safe + text.slice(from);
}

/** A slice keeps the whole text it was cut from for as long as it is remembered. */
function copyOf(slice: string): string {
  return Array.from(slice).join("");
}
