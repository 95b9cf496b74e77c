/** No text an event can carry may cost more than linear time. CPU time, not the clock's: the machine may be busy. */
import { describe, expect, it } from "vitest";
import { meaningOf } from "../../../shared/privacy/personal-fields.ts";
import { defaultPrivacyPolicy } from "../../../shared/privacy/policy.ts";
import { privacy } from "../../../shared/privacy/privacy.ts";
import { bytesOf, rowOf, testCore } from "../../support/core.ts";

const MIB = 1_048_576;
/** The law in design.md. */
const MAX_MS_PER_MIB = 250;

function cpuMs(work: () => unknown): number {
  const { user, system } = process.cpuUsage();
  work();
  const after = process.cpuUsage({ user, system });
  return (after.user + after.system) / 1_000;
}

/** Of a record of 1 MiB, what is left beside the envelope. */
const ROOM = MIB - 1_024;
const event = { recordUid: "u", recordTimestamp: 1_700_000_000_000, eventType: "X" };

/** Of the whole path, bytes to row, with the payload. */
function cpuMsOf(payload: unknown): number {
  const core = testCore();
  for (let round = 0; round < 200; round++)
    rowOf({ ...event, p: { note: `warm ${round}`, [`n${round}`]: "::1" } }, core);
  const bytes = bytesOf(JSON.stringify({ ...event, p: payload }));
  return cpuMs(() => rowOf(bytes, core));
}

/** `text` again and again, over `share` of a record. */
const filled = (text: string, share = 1) => text.repeat(Math.floor((ROOM * share) / text.length));

describe("one value of 1 MiB", () => {
  it.each([
    ["dots after an @", `x@${filled(".")} `],
    ["an @ and a dot, again and again", filled("a@b.")],
    ["an address, again and again", filled("a@b.co ")],
    ["addresses with commas", filled("a@b.co,")],
    ["nothing but @", filled("@")],
    ["@ and commas", filled("@,")],
    ["URL-encoded signs", filled("%40a.")],
    ["letters", filled("a")],
    ["pairs", filled("aa:")],
    ["pairs with dashes", filled("aa-")],
    ["pairs of a URL", filled("aa%3a")],
    ["six pairs, again and again", filled("02:00:5e:00:00:01 ")],
    ["groups of four", filled("aaaa.")],
    ["IP addresses", filled("10.0.0.1 ")],
    ["numbers with dots", filled("1.")],
    ["colons", filled(":")],
    ["colons and digits", filled("::1 ")],
    ["blanks", filled(" ")],
    ["digits", `+${filled("1")}`],
  ])("costs linear time: %s", (_, text) => {
    expect(cpuMsOf({ note: text })).toBeLessThan(MAX_MS_PER_MIB);
    const part = text.slice(0, ROOM / 4);
    expect(cpuMsOf({ device: { deviceId: part, macAddress: part, os: part }, user: part })).toBeLessThan(
      MAX_MS_PER_MIB,
    );
  });
});

describe("a field's name of 1 MiB", () => {
  it.each([
    ["capitals", filled("A")],
    ["capitals and one small letter", filled("AAAAAAAa")],
    ["separators", filled("_")],
    ["words", filled("mac address ")],
    ["an address", filled("a@b.co")],
  ])("costs linear time: %s", (_, name) => {
    expect(cpuMsOf({ [name]: 1 })).toBeLessThan(MAX_MS_PER_MIB);
  });

  it("says what it holds by its end", () => {
    expect(meaningOf(`${"A".repeat(100_000)}clientMacAddress`).fieldClass).toBe("mac_address");
  });
});

/** Parsing so many names takes half of it already, and JSON.parse is not ours. */
const MAX_MS_OF_MANY = 2 * MAX_MS_PER_MIB;

describe("a record of very many fields or values", () => {
  const many = (length: number, of: (index: number) => [string, unknown]) =>
    Object.fromEntries(Array.from({ length }, (_, index) => of(index)));

  it.each<[string, unknown]>([
    ["short names", many(60_000, (index) => [index.toString(36), 1])],
    ["names of many words", many(20_000, (index) => [`aB_cD-eF gH iPAddressList${index}`, 1])],
    ["addresses for names", many(30_000, (index) => [`02:00:5e:00:00:01:${index.toString(36)}`, 1])],
    ["e-mail addresses", Array.from({ length: 50_000 }, (_, index) => `${index.toString(36)}@b.co`)],
    [
      "IP addresses",
      Array.from({ length: 50_000 }, (_, index) => `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`),
    ],
  ])("of %s costs linear time", (_, payload) => {
    expect(cpuMsOf({ note: payload })).toBeLessThan(MAX_MS_OF_MANY);
  });
});

describe("memory", () => {
  it("is bounded in bytes: long values and long names are not remembered", () => {
    const { apply } = privacy(defaultPrivacyPolicy, (value) => value.slice(0, 8));
    const collect = globalThis.gc;
    const used = () => {
      collect?.();
      return process.memoryUsage().heapUsed;
    };
    const before = used();
    for (let index = 0; index < 400; index++) {
      const text = `${index}${"x".repeat(200_000)}`;
      apply("mac_address", text);
      meaningOf(text);
    }
    // 400 values and names of 200 kB would be 160 MB.
    expect(used() - before).toBeLessThan(64 * MIB);
  });

  it("is not filled for ever by the odd names of one event", () => {
    const cost = () =>
      cpuMs(() => {
        for (let round = 0; round < 20_000; round++) for (const name of usual) meaningOf(name);
      });
    const usual = ["deviceId", "macAddress", "location", "xPos", "yPos"];
    cost();
    const before = cost();
    for (let index = 0; index < 5_000; index++) meaningOf(`ap-of-floor-${index}`);
    expect(cost()).toBeLessThan(5 * before + 20);
  });
});
