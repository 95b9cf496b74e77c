/** One device, address or person has one pseudonym, however it is written and wherever it stands. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalIpAddress } from "../../../shared/privacy/ip-address.ts";
import { rowOf, testCore } from "../../support/core.ts";

const core = testCore({ policy: { email: "hmac" } });
const payloadOf = (payload: Record<string, unknown>) =>
  JSON.parse(
    String(rowOf({ recordUid: "a", recordTimestamp: 1, eventType: "PARTNER_EVENT", p: payload }, core).payload),
  );
const stored = (name: string, value: string) => payloadOf({ [name]: value })[name];

describe("one pseudonym", () => {
  it("is of a MAC address in every spelling, in every field", () => {
    const spellings = [
      "02:00:5e:00:00:01",
      "02-00-5E-00-00-01",
      "0200.5e00.0001",
      "02 00 5e 00 00 01",
      "02005e-000001",
    ];
    const more = ["0x02005e000001", " 02:00:5e:00:00:01 ", "02005E000001"];
    const pseudonyms = [...spellings, ...more].flatMap((mac) => [
      stored("macAddress", mac),
      stored("deviceId", mac),
      stored("userId", mac),
    ]);
    expect([
      ...new Set([...pseudonyms, ...[...spellings, more[0] ?? ""].map((mac) => stored("note", mac))]),
    ]).toHaveLength(1);
  });

  it("is of a long one (EUI-64), too", () => {
    const spellings = ["02:00:5e:ff:fe:00:00:01", "02-00-5E-FF-FE-00-00-01", "0200.5eff.fe00.0001"];
    expect(new Set(spellings.map((mac) => stored("note", mac)))).toHaveLength(1);
    expect(stored("deviceId", "02005efffe000001")).toBe(stored("note", spellings[0] ?? ""));
  });

  it.each([
    ["10.0.0.1", [" 10.0.0.1", "::ffff:10.0.0.1", "::FFFF:0a00:0001", "10.0.0.01"]],
    ["2001:db8::1", ["2001:DB8::1", "2001:0db8:0:0:0:0:0:1", "2001:db8:0:0::1", "2001:db8::1%eth0"]],
    ["::1", ["0:0:0:0:0:0:0:1"]],
  ])("is of the IP address %s", (address, spellings) => {
    for (const spelling of spellings) {
      expect(stored("ipAddress", spelling)).toBe(stored("ipAddress", address));
      expect(stored("note", spelling)).toBe(stored("ipAddress", address));
    }
  });

  it("is of an IPv6 address however its groups are written", () => {
    const group = fc.constantFrom(0, 0, 1, 0xdb8, 0x2001, 0xffff);
    fc.assert(
      fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
        // `::` is nobody's address, and stands in many texts that are none.
        fc.pre(groups.some((value) => value !== 0));
        const long = groups.map((value) => value.toString(16).toUpperCase().padStart(4, "0")).join(":");
        const short = canonicalIpAddress(long) ?? "";
        expect(canonicalIpAddress(short)).toBe(short);
        expect(short.length).toBeLessThanOrEqual(long.length);
      }),
    );
  });

  it("is of an e-mail address and of a login in every case of its domain", () => {
    expect(stored("email", " Ada@Example.com")).toBe(stored("userId", "ada@example.com"));
    expect(stored("userId", "CORP\\ada")).toBe(stored("userId", "corp\\ada"));
    expect(stored("userId", "CORP\\Ada")).not.toBe(stored("userId", "corp\\ada"));
    expect(stored("userId", "Ame\u0301lie")).toBe(stored("userId", "Am\u00e9lie"));
  });

  it("stands in a text in place of what it replaces", () => {
    const mac = stored("mac", "02:00:5e:00:00:01");
    const ip = stored("ip", "10.0.0.1");
    expect(stored("note", "gw=02:00:5e:00:00:01;ip=10.0.0.1")).toBe(`gw=${mac};ip=${ip}`);
    expect(stored("note", "http://x/?m=02%3A00%3a5e%3A00%3A00%3A01&z")).toBe(`http://x/?m=${mac}&z`);
    const ada = stored("email", "ada@example.com");
    expect(stored("note", "Ada <ada@example.com> and ADA@example.com")).toBe(`Ada <${ada}> and ${ada}`);
  });
});

describe("an item of a list in one text", () => {
  it.each(["02005e-000001", "0x02005e000001", "02 00 5e 00 00 01", "0200-5e00-0001"])(
    "is looked at alone: %s",
    (mac) => {
      expect(stored("note", `blue,${mac};red`)).toBe(`blue,${stored("mac", mac)};red`);
    },
  );

  it("is left out where it may not be stored, in a label as in the payload", () => {
    expect(stored("note", "blue,+49 170 5556677")).toBe("blue");
    const device = { deviceId: "phone-1", tags: ["blue", "+49 170 5556677"] };
    const event = { recordUid: "a", recordTimestamp: 1, eventType: "DEVICE_PRESENCE", devicePresence: { device } };
    expect(rowOf(event, core).labels?.tags).toBe("blue");
  });
});

describe("what only looks alike is kept", () => {
  it.each([
    ["firmwareVersion", "17.9.4.27"],
    ["note", "v1.2.3.4"],
    ["at", "2026-01-05T10:00:00+01:00"],
    ["id", "149601763543"],
    ["uuid", "6f1c2d3e-0102-4304-8506-0708090a0b0c"],
    ["fingerprint", "aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99"],
    ["apMacAddress", "02:00:5e:00:00:01"],
    ["price", "1.234.567"],
    ["handle", "@"],
  ])("%s: %s", (name, value) => {
    expect(stored(name, value)).toBe(value);
  });
});
