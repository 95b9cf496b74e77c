import { describe, expect, it } from "vitest";
import { parseMoment } from "../../cli/moment.ts";

const utc = (text: string) => Date.parse(text);

describe("a moment on the command line", () => {
  it.each([
    ["2026-03-01", "UTC", "2026-03-01T00:00:00Z"],
    ["2026-03-01", "Europe/Paris", "2026-02-28T23:00:00Z"],
    ["2026-07-01T09:30", "Europe/Paris", "2026-07-01T07:30:00Z"],
    ["2026-07-01 09:30", "Asia/Kolkata", "2026-07-01T04:00:00Z"],
    ["2026-07-01T09:30:15Z", "Europe/Paris", "2026-07-01T09:30:15Z"],
    ["2026-07-01T09:30+05:30", "Europe/Paris", "2026-07-01T04:00:00Z"],
    ["2026-07-01 09:30-04:00", "UTC", "2026-07-01T13:30:00Z"],
  ])("%s in %s is %s", (text, timeZone, expected) => {
    expect(parseMoment("--from", text, timeZone)).toBe(utc(expected));
  });

  it("that clocks leave out is the one after it, and one that comes twice is the first", () => {
    expect(parseMoment("--from", "2026-03-29T02:30", "Europe/Paris")).toBe(utc("2026-03-29T01:30:00Z"));
    expect(parseMoment("--from", "2026-10-25T02:30", "Europe/Paris")).toBe(utc("2026-10-25T00:30:00Z"));
  });

  it.each(["yesterday", "2026-02-30", "2026-13-01", "03/01/2026", "2026-03-01T25:00", "", "12:00"])(
    "%s is refused in one sentence that names the option and the form",
    (text) => {
      expect(() => parseMoment("--from", text, "UTC")).toThrow(/^--from is no time: write it as yyyy-MM-dd, .*\.$/);
    },
  );

  it.each(["Paris", "+01:00", "-0530"])(
    "in the zone %s, which is none or has no name, is refused in one sentence",
    (zone) => {
      expect(() => parseMoment("--from", "2026-03-01", zone)).toThrow(/^--time-zone is no zone: /);
    },
  );
});
