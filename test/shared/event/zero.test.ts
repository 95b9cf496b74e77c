import { describe, expect, it } from "vitest";
import { messageNamed } from "../../../shared/contract/contract.ts";
import { neverZero, zeroOfContract } from "../../../shared/event/zero.ts";

const counts = messageNamed("CameraCounts");

describe("what absence means", () => {
  it("is 0 in a message that has fields of the contract only, or none", () => {
    expect(zeroOfContract(counts, {})).toBe(0);
    expect(zeroOfContract(counts, { location: {}, count: 3 })).toBe(0);
  });

  it("is nothing in a message with a field the contract lacks", () => {
    expect(zeroOfContract(counts, { location: {}, peopleCount: 3 })).toBeUndefined();
    expect(zeroOfContract(counts, JSON.parse('{"__proto__":1}'))).toBeUndefined();
  });

  it("is 0 where the decoder kept fields of a newer contract: protobuf leaves zeros out in every version", () => {
    expect(zeroOfContract(counts, { unknownFields: "oAYB" })).toBe(0);
  });

  it("is nothing in a payload that is not known to be of the contract", () => {
    expect(neverZero(counts, {})).toBeUndefined();
  });
});
