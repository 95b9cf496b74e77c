import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { contractSource } from "../../cli/generate-contract.ts";
import { eventRecordMessage, messageNamed } from "../../shared/contract/contract.ts";

describe("the contract's tables", () => {
  it("are what the .proto says: run `npm run generate` after changing it", () => {
    expect(readFileSync(new URL("../../shared/contract/contract.gen.ts", import.meta.url), "utf8")).toBe(
      contractSource(),
    );
  });

  it("know fields by number and by JSON name, also the one whose name is that of a message", () => {
    expect(eventRecordMessage().byNumber[23]).toMatchObject({ json: "iotTelemetry", inOneof: true });
    const beacon = messageNamed("IOTTelemetry").byNumber[12];
    expect([beacon?.json, beacon?.message?.name]).toEqual(["iBeacon", "IOTTelemetry.iBeacon"]);
  });
});
