import { describe, expect, it } from "vitest";
import { type Poison, type SentRecord, withFaults } from "../../cli/simulator/faults.ts";
import { encodeRecords, type RecordEncoding, recordEncodings } from "../../cli/simulator/records.ts";
import { simulate } from "../../cli/simulator/simulate.ts";
import { validate } from "../../shared/event/validate.ts";
import { testDecoder } from "../support/core.ts";

const EVENTS = 10_000;
const seed = 3;
const events = [...simulate({ events: EVENTS, seed, startMs: Date.UTC(2026, 2, 2, 17), eventsPerSecond: 100 })];
const records = (encoding: RecordEncoding) => [...encodeRecords(events, { encoding, seed })];
const decode = testDecoder();
const uidsIn = (bytes: Uint8Array) =>
  decode(bytes).map(({ result }) => (result.ok ? result.value.recordUid : result.error.code));

describe("encoding simulated events as records", () => {
  it.each(recordEncodings)("holds every event once, in order, and says how many are in each record: %s", (encoding) => {
    const uids = records(encoding).flatMap(({ bytes, events: held }) => {
      const within = uidsIn(bytes);
      expect(within).toHaveLength(held);
      return within;
    });
    expect(uids).toEqual(events.map(({ recordUid }) => recordUid));
  });

  it("gives the same bytes for the same seed", () => {
    expect(records("mixed")).toEqual(records("mixed"));
  });

  it("ends each JSON event with a newline", () => {
    for (const { bytes } of records("json").slice(0, 100))
      expect(Buffer.from(bytes).indexOf("\n")).toBe(bytes.length - 1);
  });

  it("mixes single JSON and protobuf events, JSON lines, gzip and KPL aggregates", () => {
    const forms = new Map<string, number>();
    for (const { bytes, events: held } of records("mixed")) {
      const first = bytes[0] ?? 0;
      const form = { 123: held > 1 ? "lines" : "json", 10: "protobuf", 31: "gzip", 243: "kpl" }[first] ?? "none";
      forms.set(form, (forms.get(form) ?? 0) + 1);
    }
    expect([...forms.keys()].sort()).toEqual(["gzip", "json", "kpl", "lines", "protobuf"]);
    expect(forms.get("json")).toBeGreaterThan(EVENTS / 4);
    expect(forms.get("protobuf")).toBeGreaterThan(EVENTS / 4);
  });

  it("makes protobuf of all but what the public contract cannot express", () => {
    const json = records("protobuf").filter(({ bytes }) => bytes[0] === 0x7b);
    expect(json.length).toBeGreaterThan(0);
    expect(json.length).toBeLessThan(EVENTS * 0.06);
  });
});

describe("faults on the way", () => {
  const sent = [...withFaults(records("mixed"), { seed })];
  const poisonCodes: Record<Poison, RegExp> = {
    truncated: /^(malformed-(json|protobuf|gzip|kpl)|invalid-utf8)$/,
    garbage: /^(unknown-encoding|malformed-kpl)$/,
    empty: /^empty-record$/,
    nested: /^nested-too-deep$/,
    oversize: /^(record|expanded)-too-large$/,
    inflated: /^(record|expanded)-too-large$/,
    "no-record-uid": /^missing-record-uid$/,
    "wrong-type": /^invalid-record-uid$/,
  };
  const codesOf = ({ bytes }: SentRecord) =>
    decode(bytes).map(({ result }) => {
      const valid = result.ok ? validate(result.value) : result;
      return valid.ok ? "accepted" : valid.error.code;
    });

  it("lets every record through once as it was, and says which are repeats", () => {
    const key = ({ bytes }: { bytes: Uint8Array }) => Buffer.from(bytes).toString("base64");
    const intact = sent.filter(({ fault }) => fault === undefined);
    expect(intact.map(key).sort()).toEqual(records("mixed").map(key).sort());
    const originals = new Set(intact.map(key));
    const repeats = sent.filter(({ fault }) => fault === "duplicate");
    expect(repeats.every((record) => originals.has(key(record)))).toBe(true);
    expect(repeats.length / intact.length).toBeGreaterThan(0.02);
    expect(repeats.length / intact.length).toBeLessThan(0.04);
  });

  it("accounts for every event: one refused for each poisoned record, none for any other", () => {
    for (const record of sent) {
      const codes = codesOf(record);
      expect(codes).toHaveLength(record.events);
      if (record.fault === undefined || record.fault === "duplicate")
        expect(new Set(codes)).toEqual(new Set(["accepted"]));
      else expect(codes[0]).toMatch(poisonCodes[record.fault]);
    }
  });

  it("poisons in every way, about one record in a hundred", () => {
    const long = [...withFaults(cycle(records("mixed"), 60_000), { seed })];
    const poisoned = long.filter(({ fault }) => fault !== undefined && fault !== "duplicate");
    expect(new Set(poisoned.map(({ fault }) => fault))).toEqual(new Set(Object.keys(poisonCodes)));
    expect(poisoned.length / long.length).toBeGreaterThan(0.007);
    expect(poisoned.length / long.length).toBeLessThan(0.013);
  });

  it("lets a record be overtaken, by few others", () => {
    const place = new Map(records("json").map(({ bytes }, index) => [Buffer.from(bytes).toString(), index]));
    const places = [...withFaults(records("json"), { seed })]
      .filter(({ fault }) => fault === undefined)
      .map(({ bytes }) => place.get(Buffer.from(bytes).toString()) as number);
    expect(places).not.toEqual([...places].sort((a, b) => a - b));
    let furthest = -1;
    let worst = 0;
    for (const at of places) {
      worst = Math.max(worst, furthest - at);
      furthest = Math.max(furthest, at);
    }
    expect(worst).toBeGreaterThan(1);
    expect(worst).toBeLessThan(300);
  });

  it("does the same for the same seed, and nothing to nothing", () => {
    const faults = (of: number) => [...withFaults(records("json"), { seed: of })].map(({ fault }) => fault);
    expect(faults(1)).toEqual(faults(1));
    expect(faults(2)).not.toEqual(faults(1));
    expect([...withFaults([], { seed })]).toEqual([]);
  });
});

function* cycle<T>(items: readonly T[], times: number): Generator<T> {
  for (let index = 0; index < times; index++) yield items[index % items.length] as T;
}
