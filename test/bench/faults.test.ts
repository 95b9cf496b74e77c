/** The fault run, small: that it finds nothing where nothing is lost, and finds it where something is. */
import { describe, expect, it } from "vitest";
import { clouds } from "../../bench/faults/clouds.ts";
import { differences } from "../../bench/faults/compare.ts";
import { faultKinds } from "../../bench/faults/counts.ts";
import { runSeed } from "../../bench/faults/run-seed.ts";

/** It has an outage that outlasts the greatest age of a record. */
const SEED = 3;
const EVENTS = 2_000;

describe.each(clouds)("the fault run on %s", (cloud) => {
  it("leaves what a run without faults leaves", { timeout: 300_000 }, async () => {
    const result = await runSeed({ cloud, seed: SEED, events: EVENTS, engine: "memory" });
    expect(result).toMatchObject({ first: undefined, lost: 0, wrong: 0, invented: 0 });
    expect(result.tally.retried).toBeGreaterThan(0);
    expect(result.redriven).toBeGreaterThan(0);
    const injected = faultKinds.filter((kind) => result.faults[kind] > 0);
    expect(injected).toEqual(expect.arrayContaining(["throttled", "acknowledgement lost", "late write", "poison"]));
  });
});

describe("what the fault run compares", () => {
  it("tells what is lost, what is wrong and what is invented apart", () => {
    const wanted = new Map(Object.entries({ a: "1", b: "2", c: "3" }));
    const found = new Map(Object.entries({ b: "2", c: "4", d: "5" }));
    expect(differences(wanted, found)).toEqual({ lost: ["a"], wrong: ["c"], invented: ["d"] });
  });
});
