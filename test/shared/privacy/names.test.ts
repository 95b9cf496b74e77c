/** Fields and shapes no contract lists: what people call personal data, in an event type nobody knows. */
import { describe, expect, it } from "vitest";
import { rowOf } from "../../support/core.ts";

const event = { recordUid: "a", recordTimestamp: 1_700_000_000_000, eventType: "PARTNER_EVENT" };
const textOf = (payload: Record<string, unknown>) => JSON.stringify(rowOf({ ...event, p: payload }));

const names = [
  "visitorName guestName employeeName customerName contactName displayName nickname nickName organizer attendees",
  "bookedBy createdBy loginId userPrincipalName upn accountName guestId visitorId personId employeeId mail emailAddr",
  "emailIds cell tel phoneNum contactNumber mobilenumber phonenumber ip4 ip6 ipList ipAddressList ipAddressV4",
  "remoteAddress bdAddr bluetoothAddress hwAddr twitterHandle instagram linkedin LinkedIn facebookId homeAddress age",
  "passport licensePlate user visitor guest owner apClientMac apUserName apOwnerPhone apClientIp client_mac deviceMACs",
  "USERNAME clientmacaddress guest_name MACAddresses mac1 emailAddress2 IPv4Address ownerEmail socialHandles firstName",
  "first_name_1 phone_2 ip_address_1 mac_01 userName_3",
]
  .join(" ")
  .split(" ");

describe("a field of an unknown event", () => {
  it.each(names)("%s is personal by its name", (name) => {
    const text = textOf({ [name]: "canary-4711", list: [{ [name]: ["canary-4711"] }] });
    expect(text).not.toContain("canary-4711");
  });

  it.each([
    ["user.profile.name", { user: { profile: { name: "Canary" } } }],
    ["people by their ids", { users: { canary: { name: "Canary" } } }],
    ["a person as a text", { user: "Canary", visitors: ["Canary"] }],
    ["the halves of a name", { person: { first: "Canary", last: "Canary" } }],
    ["the parts of a name", { name: { given: "Canary", family: "Canary" } }],
    ["a pair of key and value", { facts: [{ key: "email", value: "canary" }] }],
    ["a pair of name and values", { facts: [{ name: "firstName", values: ["Canary"] }] }],
    ["an e-mail address as a key", { seen: { "canary@example.com": 1 } }],
    ["an e-mail address with a name", { note: "Canary <canary@example.com>" }],
    ["two e-mail addresses", { note: "canary@example.com, canary@example.org" }],
    ["an e-mail address in a URL", { note: "https://example.com/?m=canary%40example.com" }],
    ["a person under the event itself", { name: "Canary" }, "visitor"],
  ])("%s lets nothing personal through", (_, payload, field = "p") => {
    expect(JSON.stringify(rowOf({ ...event, [field]: payload })).toLowerCase()).not.toContain("canary");
  });

  it("is kept where it is a thing's, a count, or a word that only contains another", () => {
    const payload = {
      apMac: "02:00:5e:00:00:01",
      attendees: 12,
      batteryCell: "3",
      device: { displayName: "Desk 4" },
      magnetContact: "OPEN",
      membership: "gold",
      messageAge: "7",
      space: { name: "Lobby" },
      user: { location: { name: "Lobby" } },
      visitors: 5,
      zone: { name: "Lobby", recipe: "r", zipper: "z" },
    };
    expect(JSON.parse(String(rowOf({ ...event, p: payload }).payload))).toEqual(payload);
  });
});

describe("what stands beside the payload", () => {
  it("never overwrites a field of the payload", () => {
    const row = rowOf({ ...event, extra: "x", p: { envelope: { keepMe: 1 } } });
    expect(JSON.parse(String(row.payload))).toEqual({ envelope: { keepMe: 1 }, envelope_: { extra: "x" } });
  });
});

describe("the subject of a row", () => {
  const device = (fields: object) =>
    rowOf({ ...event, eventType: "DEVICE_LOCATION_UPDATE", deviceLocationUpdate: { device: fields } });

  it("is the MAC address's pseudonym where the device's id may not be stored", () => {
    const row = device({ deviceId: "ada@example.com", macAddress: "02:00:5e:00:00:01" });
    expect(row).toMatchObject({ device_id: undefined, subject_kind: "device", subject_id: row.mac_address });
    expect(row.mac_address).toMatch(/^hmac-/);
  });

  it("is unknown where nothing of it may be stored", () => {
    expect(device({ deviceId: "ada@example.com" })).toMatchObject({
      subject_kind: "unknown",
      subject_id: "DEVICE_LOCATION_UPDATE",
    });
  });

  it("joins with the payload: a place that is a MAC address has one pseudonym in both", () => {
    const location = { locationId: "02:00:5e:00:00:01", inferredLocationTypes: ["FLOOR"] };
    const row = rowOf({ ...event, eventType: "CAMERA_COUNT", cameraCounts: { location, count: 1 } });
    expect(row.location_id).toMatch(/^hmac-/);
    expect(row).toMatchObject({
      subject_id: row.location_id,
      floor_id: row.location_id,
      location_path: row.location_id,
    });
    expect(JSON.parse(String(row.payload)).location.locationId).toBe(row.location_id);
  });
});
