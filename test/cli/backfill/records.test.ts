import { describe, expect, it } from "vitest";
import { isPulled, recordsOfLines } from "../../../cli/backfill/records.ts";
import { encodeRecords, recordEncodings } from "../../../cli/simulator/records.ts";
import { testDecoder } from "../../support/core.ts";
import { simulatedEvents } from "../../support/spaces-api.ts";

const events = simulatedEvents(400);
const lines = events.map((event) => Buffer.from(JSON.stringify(event)));

describe("pulled events as records of the transport", () => {
  it("hold every event, in order, many in each, as the core reads them", () => {
    const records = recordsOfLines(lines);
    const decode = testDecoder();
    const read = records.flatMap((record) => decode(record).map(({ result }) => result.ok && result.value.recordUid));
    expect(read).toEqual(events.map(({ recordUid }) => recordUid));
    expect(records.length).toBeLessThan(events.length / 10);
    for (const record of records) expect(record.length).toBeLessThan(40_000);
  });

  it("keep what is no event beside its siblings, each with its own bytes", () => {
    const parts = recordsOfLines([lines[0] as Buffer, Buffer.from("nonsense"), lines[1] as Buffer]).flatMap(
      testDecoder(),
    );
    expect(parts.map(({ result }) => result.ok)).toEqual([true, false, true]);
    expect(Buffer.from(parts[1]?.bytes ?? []).toString()).toBe("nonsense");
  });

  it("leave an event larger than a record of many alone in one", () => {
    const large = Buffer.from(JSON.stringify({ ...events[0], padding: "x".repeat(50_000) }));
    expect(recordsOfLines([lines[0] as Buffer, large, lines[1] as Buffer])).toHaveLength(3);
  });

  it("are told from every record that Cisco pushes", () => {
    expect(recordsOfLines(lines).every(isPulled)).toBe(true);
    for (const encoding of recordEncodings)
      for (const { bytes } of encodeRecords(events, { encoding, seed: 1 })) expect(isPulled(bytes)).toBe(false);
  });
});
