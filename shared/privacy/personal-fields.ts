/** Which fields hold personal data, by their name in an event. */
import type { FieldClass } from "./field-classes.ts";

/** The contract's fields whose names do not say it. */
const byEventField: readonly (readonly [string, FieldClass])[] = [
  ["macFilters", "mac_address"],
  ["facebook", "social_profile"],
  ["twitter", "social_profile"],
  ["linkedIn", "social_profile"],
  ["shortName", "name"],
  ["unknownFields", "unknown_fields"],
];

/**
 * What a field's name means by the words it ends in, however they are put together: `clientMac`, `mac_address`,
 * `MACAddress`, `ipAddresses`. Fields newer than this code are told by this.
 */
const endings: readonly (readonly [RegExp, FieldClass])[] = [
  [/(^| )(mac|mac ?addr(ess)?(es)?|mac id)s?$/, "mac_address"],
  [/(^| )(ip|ip ?v ?[46]|ip(v ?[46])? ?addr(ess)?(es)?)s?$/, "ip_address"],
  [/(^| )e ?mails?( (address(es)?|id))?$/, "email"],
  [/(^| )(mobile|phone|telephone|msisdn)s?( (number|no))?s?$/, "phone"],
  [/(^| )user ?(id|name)s?$/, "user_id"],
  [/(^| )(login|username|screen name)$/, "user_id"],
  [/(^| )social handles?$/, "social_handle"],
  [/(^| )(first|last|middle|given|family|full|sur) ?names?$/, "name"],
  [/(^| )(postal code|post ?code|zip( ?code)?)s?$/, "postal_code"],
  [/(^| )(gender|sex)$/, "gender"],
  [/(^| )(attributes|dob|birth ?da(y|te)|date of birth)$/, "attributes"],
  [/(^| )ssids?$/, "ssid"],
];

/** Within a person, what is a mere `name` elsewhere (of a place, a sensor) is theirs. */
const PERSON = /(^| )(user|person|people|visitor|guest|employee|owner|contact|member)s?$/;
const PERSONAL_NAME = /(^| )(display |nick ?)?name$/;

/** An access point's address (`apMacAddress`) is nobody's. */
const ACCESS_POINT = /^ap /;

const MAX_REMEMBERED_NAMES = 4_096;
const classByName = new Map<string, FieldClass | undefined>(byEventField);

/** The class of an event's field within `parent`, `undefined` for what is not personal. */
export function classOfEventField(name: string, parent = ""): FieldClass | undefined {
  const known = classByName.get(name);
  if (known !== undefined) return known;
  if (!classByName.has(name)) {
    const words = wordsOf(name);
    const found = ACCESS_POINT.test(words) ? undefined : endings.find(([ending]) => ending.test(words))?.[1];
    if (classByName.size < MAX_REMEMBERED_NAMES) classByName.set(name, found);
    if (found !== undefined) return found;
  }
  return PERSON.test(wordsOf(parent)) && PERSONAL_NAME.test(wordsOf(name)) ? "name" : undefined;
}

/** `clientMACAddress`, `client_mac_address` and `Client MAC address` are all "client mac address". */
function wordsOf(name: string): string {
  return name
    .replace(/IPv/g, "Ipv")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .replace(/[^A-Za-z0-9]+/g, " ")
    .trim()
    .toLowerCase();
}

export function isAccessPointField(name: string): boolean {
  return ACCESS_POINT.test(wordsOf(name));
}

/** Fields whose value can be a MAC address without separators; elsewhere twelve hexadecimal digits are any id. */
export function holdsDeviceId(name: string): boolean {
  return /(^| )((raw )?(device|tag|client|sensor|asset|tp device) ids?|identifier)$/.test(wordsOf(name));
}
