import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePrivacyPolicy } from "../../../shared/privacy/policy.ts";
import { rowOf, testCore } from "../../support/core.ts";
import { locationUpdate } from "../../support/events.ts";

const CANARY = "canary-4711";
/** As the contract spells them, and as an event type nobody listed might. */
const personalFields = [
  ...["macAddress", "deviceMacAddress", "clientMac", "mac_address", "MACAddress", "macAddresses", "wifiMacAddress"],
  ...["ipv4", "ipAddress", "ip_address", "ipAddresses", "clientIP", "IPv6Address"],
  ...["userId", "rawUserId", "openRoamingUserId", "user_id", "userID", "username", "socialHandle", "socialHandles"],
  ...["firstName", "lastName", "first_name", "fullName", "surname"],
  ...["email", "loginEmail", "contactEmail", "emails", "emailId", "EMAIL", "e-mail"],
  ...["mobile", "phoneNumber", "phoneNumbers", "mobileNumber", "telephone"],
  ...["postalCode", "zipCode", "zip", "gender", "sex", "dob", "birthDate", "attributes"],
];

describe("the default privacy policy", () => {
  it("replaces identifiers by pseudonyms: the same for the same value, however it is written", () => {
    const of = (macAddress: string) => rowOf(locationUpdate({}, { device: { deviceId: "d", macAddress } })).mac_address;
    expect(of("02:00:5e:00:00:01")).toMatch(/^hmac-[0-9a-f]{4}-[\w-]{16}$/);
    expect(of("02-00-5E-00-00-01")).toBe(of("02:00:5e:00:00:01"));
    expect(of("02:00:5e:00:00:02")).not.toBe(of("02:00:5e:00:00:01"));
  });

  it("makes a subject of the pseudonym where a device has nothing but its MAC address", () => {
    const row = rowOf(locationUpdate({}, { device: { macAddress: "02:00:5e:00:00:01" } }));
    expect(row.subject_id).toBe(row.mac_address);
  });

  it("takes an id of the form of a MAC address for one", () => {
    const row = rowOf(
      locationUpdate({}, { device: { deviceId: "02:00:5E:00:00:01", macAddress: "02:00:5e:00:00:01" } }),
    );
    expect(JSON.stringify(row).toLowerCase()).not.toContain("02:00:5e:00:00:01");
    expect(row.device_id).toBe(row.mac_address);
  });

  it("lets no personal value through, wherever it stands, in events nobody listed too", () => {
    const value = fc.constantFrom<unknown>(CANARY, [CANARY], { value: CANARY }, [{ name: CANARY, values: [CANARY] }]);
    const field = fc.record({ name: fc.constantFrom(...personalFields), value });
    const nested = fc.tuple(
      fc.array(field, { minLength: 1, maxLength: 5 }),
      fc.constantFrom("device", "user", "deviceInfo", "other", "list"),
      fc.constantFrom(
        "DEVICE_LOCATION_UPDATE",
        "USER_PRESENCE",
        "IOT_TELEMETRY",
        "WEBEX_TELEMETRY",
        "APP_ACTIVATION",
        "PARTNER_EVENT",
      ),
    );
    fc.assert(
      fc.property(nested, ([fields, parent, eventType]) => {
        const object = Object.fromEntries(fields.map(({ name, value: personalValue }) => [name, personalValue]));
        const payload = { [parent]: parent === "list" ? [object] : object, ...object };
        expect(JSON.stringify(rowOf({ recordUid: "a", recordTimestamp: 1, eventType, payload }))).not.toContain(CANARY);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    [
      "a handle of a network nobody listed",
      { device: { deviceId: "d", socialNetworkInfo: [{ socialNetwork: "INSTAGRAM", socialHandle: CANARY }] } },
    ],
    [
      "a MAC address in a list",
      { device: { deviceId: "d" }, user: { userId: "u", deviceIds: ["02:00:5e:00:00:01", "x"] } },
    ],
    ["a MAC address with dots", { device: { deviceId: "0200.5e00.0001" } }],
    ["a MAC address without separators", { device: { deviceId: "02005e000001" } }],
    ["a MAC address that is a field's name", { heard: { "02:00:5e:00:00:01": -50 } }],
    ["an e-mail address for an id", { device: { deviceId: `${CANARY}@example.com` } }],
    ["a person's name", { visitor: { name: CANARY, displayName: CANARY } }],
    ["an object where a number should be", { device: { deviceId: "d" }, xPos: { email: CANARY } }],
  ])("lets through nothing of %s", (_, payload) => {
    for (const eventType of ["DEVICE_PRESENCE", "USER_PRESENCE", "DEVICE_LOCATION_UPDATE", "PARTNER_EVENT"]) {
      const text = JSON.stringify(rowOf({ recordUid: "a", recordTimestamp: 1, eventType, payload })).toLowerCase();
      expect(text).not.toMatch(/canary|02[:-]?00[:.-]?5e/);
    }
  });

  it("leaves no empty map behind", () => {
    expect(rowOf(locationUpdate({}, { device: { deviceId: "d", firstName: "Ada" } })).labels).toBeUndefined();
  });

  it("is not applied to what only looks alike", () => {
    const payload = {
      zone: { name: "Lobby" },
      applicationId: "ap-1",
      userCount: 3,
      membership: "gold",
      shipment: "s",
      sourceLocationId: "149601763543",
    };
    expect(
      JSON.parse(String(rowOf({ recordUid: "a", recordTimestamp: 1, eventType: "PARTNER_EVENT", payload }).payload)),
    ).toEqual(payload);
  });

  it("keeps an access point's address, which is nobody's", () => {
    const payload = {
      rssiNotification: {
        macAddress: "02:00:5e:00:00:01",
        apRssiMeasurements: [{ apMacAddress: "02:00:5e:ff:00:01", rssi: -50 }],
      },
    };
    const row = rowOf({ recordUid: "a", recordTimestamp: 1, eventType: "BLE_RSSI_UPDATE", bleRssiUpdate: payload });
    expect(row.payload).toContain("02:00:5e:ff:00:01");
    expect(row.payload).not.toContain("02:00:5e:00:00:01");
  });
});

describe("a privacy policy", () => {
  it("keeps what it is told to keep, in columns, labels and payload", () => {
    const core = testCore({ policy: { mac_address: "keep", name: "keep", ssid: "drop" } });
    const row = rowOf(
      locationUpdate(
        {},
        { ssid: "home", device: { deviceId: "d", macAddress: "02:00:5e:00:00:01", firstName: "Ada" } },
      ),
      core,
    );
    expect(row).toMatchObject({ mac_address: "02:00:5e:00:00:01", ssid: undefined, labels: { first_name: "Ada" } });
    expect(JSON.parse(String(row.payload))).toMatchObject({
      device: { firstName: "Ada", macAddress: "02:00:5e:00:00:01" },
    });
    expect(row.payload).not.toContain("home");
  });

  it("changes only the classes it names", () => {
    expect(parsePrivacyPolicy('{"ssid":"hmac"}')).toMatchObject({
      ok: true,
      value: { ssid: "hmac", mac_address: "hmac", name: "drop" },
    });
  });

  it.each([
    ["[]", "it is not a JSON object"],
    ['{"mac":"keep"}', 'it names the unknown field class "mac"'],
    ['{"name":"hide"}', "its action for name is not one of keep, hmac, drop"],
  ])("says in a sentence what is wrong with %s", (json, sentence) => {
    const parsed = parsePrivacyPolicy(json);
    expect(parsed.ok ? "" : parsed.error).toContain(sentence);
  });
});
