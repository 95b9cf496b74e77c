import { describe, expect, it } from "vitest";
import { spanAround } from "../../../../console/page/events/explain/span-around.ts";
import { groupingsOf, groupsOf, selectionOf } from "../../../../console/page/events/letters/groups.ts";
import { bytesOf, hexText } from "../../../../console/page/events/letters/hex-text.ts";
import { noLines, withLines } from "../../../../console/page/events/tap/kept-lines.ts";
import { sampleLetters, sampleTapped } from "../../../support/sample-console.ts";

describe("the lines that arrived", () => {
  it("stand newest first, are never numbered twice, and are no more than can be read", () => {
    const first = withLines(
      noLines,
      [0, 1, 2].map((number) => sampleTapped(number, number)),
      4,
    );
    const { lines, came } = withLines(
      first,
      [3, 4].map((number) => sampleTapped(number, number)),
      4,
    );
    expect(lines.map(({ number }) => number)).toEqual([4, 3, 2, 1]);
    expect(lines.map(({ receivedAtMs }) => receivedAtMs)).toEqual([4, 3, 2, 1]);
    expect(came).toBe(5);
  });
});

describe("groups of dead letters", () => {
  const groups = groupsOf(sampleLetters);

  it("are read by their columns' names", () => {
    expect(groups[1]).toEqual({
      values: {
        code: "missing-record-uid",
        tenant: "spaces-tenant-a087eaf3",
        type: "DEVICE_PRESENCE",
        hour: "2026-03-02T09:00Z",
      },
      letters: 31,
      putAgain: 4,
      example: "dead-letters/2026/03/02/09/7-9.ndjson#1",
    });
  });

  it("narrow a selection to themselves: their hour, and those of whom no tenant could be read", () => {
    const [unreadable] = groups;
    expect(unreadable && selectionOf({ place: "dead-letters" }, unreadable)).toEqual({
      place: "dead-letters",
      code: "malformed-json",
      tenant: "-",
      type: "-",
      from: "2026-03-02T09:00Z",
      to: "2026-03-02T10:00Z",
    });
  });

  it("are by what is asked for, in one order, and else by what one asks first", () => {
    expect(groupingsOf(["hour", "place", "colour"])).toEqual(["place", "hour"]);
    expect(groupingsOf([])).toEqual(["code", "tenant", "type", "hour"]);
  });
});

describe("the span that is looked through", () => {
  it("is around the time an event came, else as it was said", () => {
    expect(spanAround(600_000, "", "")).toEqual({ from: "300000", to: "900000" });
    expect(spanAround(undefined, "2026-03-02", "")).toEqual({ from: String(Date.parse("2026-03-02T00:00Z")), to: "" });
  });
});

describe("bytes that are no text", () => {
  it("are shown as digits and signs", () => {
    expect(hexText(bytesOf(btoa("\u0000AB\u00ff")))).toBe(`00000000  00 41 42 ff${" ".repeat(36)}  .AB.`);
  });

  it("are shown as far as anybody reads, with how many are left", () => {
    expect(hexText(new Uint8Array(9_000))).toMatch(/\n… 808 bytes more$/);
  });
});
