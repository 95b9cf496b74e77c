import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatAddress, parseAddress } from "../../../../console/page/address/address.ts";
import { flag, list, number, oneOf, readFields, text, writeFields } from "../../../../console/page/address/fields.ts";

const fields = {
  view: oneOf("tap", "letters"),
  types: list,
  subject: text,
  at: number,
  kiosk: flag,
};

describe("the address", () => {
  it("is read back as it was written, whatever is in it", () => {
    const params = fc.dictionary(fc.string({ minLength: 1 }), fc.string({ minLength: 1, unit: "grapheme" }));
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]+$/), params, (page, said) => {
        const address = { page, params: { ...said } };
        expect(parseAddress(formatAddress(address))).toEqual(address);
      }),
    );
  });

  it("leaves out what says nothing, and keeps commas and colons readable", () => {
    const params = { types: "A,B", subject: "device:1", tenant: "" };
    expect(formatAddress({ page: "events", params })).toBe("#/events?types=A,B&subject=device:1");
  });

  it.each(["", "#", "#/", "/"])("names no page by %o", (hash) => {
    expect(parseAddress(hash)).toEqual({ page: "", params: {} });
  });

  it("reads something whatever somebody typed", () => {
    expect(readFields(fields, { view: "other", types: " A,,B ", at: "soon", kiosk: "yes" })).toEqual({
      view: "tap",
      types: ["A", "B"],
      subject: "",
      at: undefined,
      kiosk: false,
    });
  });

  it("says no default", () => {
    const usual = readFields(fields, {});
    expect(formatAddress({ page: "events", params: writeFields(fields, usual) })).toBe("#/events");
  });
});
