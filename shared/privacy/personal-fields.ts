/** Which fields hold personal data, by their name in an event and by their name in a row. */
import type { FieldClass } from "./policy.ts";

const byEventField: Readonly<Record<string, FieldClass>> = {
  macAddress: "mac_address",
  deviceMacAddress: "mac_address",
  beaconMacAddress: "mac_address",
  macFilters: "mac_address",
  ipv4: "ip_address",
  ipv6: "ip_address",
  ipAddress: "ip_address",
  userId: "user_id",
  rawUserId: "user_id",
  userName: "user_id",
  socialHandle: "social_handle",
  screenName: "social_handle",
  firstName: "name",
  lastName: "name",
  middleName: "name",
  shortName: "name",
  fullName: "name",
  email: "email",
  loginEmail: "email",
  mobile: "phone",
  phone: "phone",
  postalCode: "postal_code",
  gender: "gender",
  attributes: "attributes",
  facebook: "social_profile",
  twitter: "social_profile",
  linkedIn: "social_profile",
  ssid: "ssid",
};

/** Rows' columns and labels; columns that hold a place, a count or a type are never personal. */
export const byRowField: ReadonlyMap<string, FieldClass> = new Map<string, FieldClass>(
  Object.entries({
    mac_address: "mac_address",
    ibeacon_mac_address: "mac_address",
    eddystone_mac_address: "mac_address",
    mac_filters: "mac_address",
    ip_address: "ip_address",
    user_id: "user_id",
    raw_user_id: "user_id",
    facebook_handle: "social_handle",
    twitter_handle: "social_handle",
    linkedin_handle: "social_handle",
    first_name: "name",
    last_name: "name",
    email: "email",
    login_email: "email",
    mobile: "phone",
    postal_code: "postal_code",
    gender: "gender",
    attributes: "attributes",
    ssid: "ssid",
  } as const),
);

/** Fields newer than this code, told by what their names end in. An access point's MAC address is nobody's. */
const patterns: readonly (readonly [RegExp, FieldClass])[] = [
  [/^(?!ap[A-Z])(.*[a-z])?[mM]ac(Address|Addr|Id)?$/, "mac_address"],
  [/(^|[a-z])(ip|Ip|IP)([vV][46])?(Address|Addr)?$/, "ip_address"],
  [/[uU]ser(Id|Name)$/, "user_id"],
  [/^(.*[a-z])?[eE]?[mM]ail(Address)?$/, "email"],
  [/[pP]hone(Number)?$/, "phone"],
  [/^(first|last|middle|given|family|full)Name$/, "name"],
];

const MAX_REMEMBERED_NAMES = 4_096;
const classByName = new Map<string, FieldClass | undefined>(Object.entries(byEventField));

/** The class of an event's field, `undefined` for what is not personal. */
export function classOfEventField(name: string): FieldClass | undefined {
  if (classByName.has(name)) return classByName.get(name);
  const found = patterns.find(([pattern]) => pattern.test(name))?.[1];
  if (classByName.size < MAX_REMEMBERED_NAMES) classByName.set(name, found);
  return found;
}

const MAC_ADDRESS = /^[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}$/;

/** Ids of BLE devices are often their MAC address: such a value is one, whatever its field is called. */
export function isMacAddress(value: string): boolean {
  return value.length === 17 && MAC_ADDRESS.test(value);
}
