import { describe, expect, it } from "vitest";
import { csvOf } from "../../../../console/page/text/csv.ts";
import { parseMoment } from "../../../../console/page/text/moment.ts";
import { bytesText, dollarText, numberText, shareText } from "../../../../console/page/text/number.ts";
import { agoText, clockText, spanText } from "../../../../console/page/text/time.ts";

describe("numbers", () => {
  it.each([
    [1_463_204, "1,463,204"],
    [474.88, "474.9"],
    [2.3149, "2.31"],
    [0, "0"],
  ])("%d reads %s", (value, says) => expect(numberText(value)).toBe(says));

  it("never say of a part that it is nothing, or all", () => {
    expect(shareText(1, 1_000_000)).toBe("< 0.01 %");
    expect(shareText(999_999, 1_000_000)).toBe("> 99.99 %");
    expect(shareText(0, 5)).toBe("0 %");
    expect(shareText(5, 5)).toBe("100 %");
    expect(shareText(0, 0)).toBe("–");
  });

  it("are dollars to the cent, and below it to what counts", () => {
    expect(dollarText(18.421)).toBe("$18.42");
    expect(dollarText(0.0042123)).toBe("$0.0042");
    expect(dollarText(0)).toBe("$0.00");
  });

  it("are bytes", () => {
    expect(bytesText(1)).toBe("1 byte");
    expect(bytesText(1_400)).toBe("1.4 kB");
  });
});

describe("times", () => {
  it("are spans to read", () => {
    expect([350, 1_100, 12_000, 240_000, 3 * 3_600_000, 12 * 86_400_000].map(spanText)).toEqual([
      "350 ms",
      "1.1 s",
      "12 s",
      "4 min",
      "3 h",
      "12 days",
    ]);
  });

  it("lie in no future by another clock", () => {
    expect(agoText(2_000, 1_000)).toBe("now");
    expect(agoText(0, 240_000)).toBe("4 min ago");
  });

  it("are the reader's", () => {
    expect(clockText(0, { locale: "en", timeZone: "Asia/Kolkata" })).toBe("05:30:00");
  });
});

describe("a moment that is typed", () => {
  it.each([
    ["2026-03-02", "2026-03-02T00:00:00Z"],
    ["2026-03-02T09:00", "2026-03-02T09:00:00Z"],
    [" 2026-03-02 09:00:01.5Z ", "2026-03-02T09:00:01.5Z"],
    ["2026-03-02T09:00+01:00", "2026-03-02T08:00:00Z"],
  ])("%s is read", (text, moment) => expect(parseMoment(text)).toBe(Date.parse(moment)));

  it.each(["", "yesterday", "2026-02-30", "2026-13-01", "2026-03-02T25:00", "1772442843120"])("%o is none", (text) => {
    expect(parseMoment(text)).toBeUndefined();
  });
});

describe("an answer as CSV", () => {
  it("quotes what has to be, and ends each line", () => {
    const rows = [
      ['say "a, b"', 1.5, null],
      ["two\nlines", -3, true],
    ];
    expect(csvOf({ columns: ["a", "b", "c"], rows })).toBe('a,b,c\r\n"say ""a, b""",1.5,\r\n"two\nlines",-3,true\r\n');
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])("is text and no formula in a spreadsheet: %o", (text) => {
    expect(csvOf({ columns: ["a"], rows: [[text]] })).toContain(`'${text}`);
  });
});
