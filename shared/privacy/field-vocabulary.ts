/**
 * The words by which fields say that they hold personal data. A phrase is the end of a field's name, in the singular:
 * "mac address" stands for `clientMacAddress`, `mac_addresses` and `macaddress`.
 */
import type { FieldClass } from "./field-classes.ts";

/** Who a name or an id can belong to: "visitor" is `visitorName`, `visitorId` and what an object `visitor` holds. */
export const people = (
  "user person people visitor guest employee customer owner member attendee participant invitee organizer organiser " +
  "student patient resident subscriber passenger staff worker caller"
).split(" ");

/** What a `name` within it, or a `displayName`, belongs to, even where it stands within a person. */
export const things = (
  "location zone floor building campus place space room site desk network app application tenant company " +
  "organization organisation workspace event product map service department group"
).split(" ");

/** Things that are devices: their id may be a MAC address without separators. */
export const devices = "device sensor tag asset camera ap connector controller gateway beacon anchor client".split(" ");

/** Say nothing at the end of an object's name: `userInfo`, `visitorDetails`. */
export const fillers = new Set(["info", "detail", "data", "record", "profile", "list"]);

const phrases: readonly (readonly [FieldClass, string])[] = [
  ["mac_address", "mac, mac address, mac addr, mac id, bd addr, bd address, bluetooth address, bluetooth addr"],
  ["mac_address", "ble address, wifi address, ethernet address, hw addr, hw address, hardware address, mac filter"],
  ["ip_address", "ip, ipv4, ipv6, ip4, ip6, ip v4, ip v6, ip address, ip addr, ip list, ip address list, ip addr list"],
  ["ip_address", "ipv4 address, ipv6 address, ipv4 addr, ipv6 addr, ip address v4, ip address v6, ip v4 address"],
  [
    "ip_address",
    "ip v6 address, ip address ipv4, ip address ipv6, remote address, remote addr, address v4, address v6",
  ],
  ["email", "email, e mail, mail, email address, e mail address, mail address, email addr, mail addr, email id"],
  ["email", "e mail id, mail id"],
  ["phone", "mobile, phone, telephone, msisdn, tel, phone number, phone no, phone num, mobile number, mobile no"],
  ["phone", "mobile num, mobile phone, telephone number, tel number, tel no, contact number, contact no, contact num"],
  ["phone", "cell phone, cell number, cell no, cell num, fax, fax number, whatsapp"],
  ["user_id", "user name, login, login id, login name, logon, screen name, user principal name, principal name, upn"],
  ["user_id", "account name, account id, sam account name, contact id"],
  ["social_handle", "social handle, twitter handle, instagram handle, facebook handle, linkedin handle, tiktok handle"],
  ["social_profile", "facebook, twitter, linkedin, linked in, instagram, snapchat, tiktok, tik tok, telegram, wechat"],
  [
    "social_profile",
    "xing, facebook id, twitter id, linkedin id, linked in id, instagram id, facebook url, linkedin url",
  ],
  ["name", "first name, last name, middle name, given name, family name, full name, sur name, surname, short name"],
  ["name", "nick name, contact name, maiden name, created by, booked by, updated by, modified by, invited by"],
  ["name", "organizer, organiser, attendee, participant, invitee"],
  ["postal_code", "postal code, post code, zip, zip code"],
  ["gender", "gender, sex"],
  ["attributes", "attribute, dob, birth day, birth date, date of birth, home address, street address, private address"],
  ["attributes", "mailing address, billing address, residential address, passport, passport number, passport no"],
  ["attributes", "license plate, licence plate, number plate, plate number, national id, social security number, ssn"],
  ["attributes", "driving license, driver license, nationality, religion"],
  ["ssid", "ssid"],
  ["unknown_fields", "unknown field"],
];

/** A phrase, and the same in one word. */
export const classByEnding: ReadonlyMap<string, FieldClass> = new Map([
  ...phrases.flatMap(([fieldClass, list]) =>
    list
      .split(", ")
      .flatMap((phrase) => [[phrase, fieldClass] as const, [phrase.replaceAll(" ", ""), fieldClass] as const]),
  ),
  ...people.flatMap((who): [string, FieldClass][] => {
    const named: FieldClass = who === "user" ? "user_id" : "name";
    return [
      [`${who} name`, named],
      [`${who}name`, named],
      [`${who} id`, "user_id"],
      [`${who}id`, "user_id"],
    ];
  }),
]);

/** Personal where the whole name is this; as an ending it is many things (`batteryCell`, `messageAge`). */
export const classByName: ReadonlyMap<string, FieldClass> = new Map([
  ["cell", "phone"],
  ["age", "attributes"],
  ["display name", "name"],
  ["displayname", "name"],
]);

/** Personal within a person. */
export const classInPerson: ReadonlyMap<string, FieldClass> = new Map([
  ...["name", "first", "last", "middle", "given", "family", "full", "initial", "alias", "display name"].map(
    (word): [string, FieldClass] => [word, "name"],
  ),
  ["id", "user_id"],
  ["handle", "social_handle"],
  ["address", "attributes"],
  ["street", "attributes"],
  ["age", "attributes"],
]);

/** All in lower case, nothing says where a word begins; these are long enough to be no part of another word. */
export const tellingEnds: readonly (readonly [string, FieldClass])[] = [
  ["macaddress", "mac_address"],
  ["ipaddress", "ip_address"],
  ["emailaddress", "email"],
  ["phonenumber", "phone"],
  ["mobilenumber", "phone"],
  ["username", "user_id"],
  ["firstname", "name"],
  ["lastname", "name"],
  ["fullname", "name"],
];
