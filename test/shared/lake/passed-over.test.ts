import { describe, expect, it } from "vitest";
import { passedOver } from "../../../shared/lake/passed-over.ts";
import { type Fate, outcomeOf, rejected, retry } from "../../../shared/outcome.ts";
import { newRow } from "../../../shared/row.ts";

const stored: Fate = { status: "stored", row: newRow("uid", "TYPE", 1, 2, "test/1") };
const unreadable = rejected({ stage: "decode", code: "malformed-json", message: "m" });
const nameless = rejected({ stage: "validate", code: "missing-record-uid", message: "m" });
const broken = rejected({ stage: "normalise", code: "normalise-failed", message: "m" });
const unwritable = rejected({ stage: "write", code: "write-refused", message: "m" });

const statusesOf = (...parts: Fate[]) => {
  const [outcome] = passedOver([outcomeOf("7", parts)]);
  return [outcome?.position, outcome?.fate.status, outcome?.parts.map(({ status }) => status)];
};

describe("What the lake's consumer makes of events that are rejected", () => {
  it("passes over what the tables' consumer finds as well, and stores the rest of the record", () => {
    expect(statusesOf(unreadable, stored)).toEqual(["7", "stored", ["ignored", "stored"]]);
    expect(statusesOf(nameless)).toEqual(["7", "ignored", ["ignored"]]);
    expect(statusesOf(broken)).toEqual(["7", "ignored", ["ignored"]]);
  });

  it("leaves rejected what it alone could not take, so that somebody is told", () => {
    expect(statusesOf(unwritable, stored)).toEqual(["7", "rejected", ["rejected", "stored"]]);
  });

  it("acknowledges nothing that is to be delivered again", () => {
    expect(statusesOf(unreadable, retry("later"))).toEqual(["7", "retry", ["ignored", "retry"]]);
  });
});
