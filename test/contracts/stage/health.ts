/** Whether it works, by an event of one's own and by looking. */
import { expect, it } from "vitest";
import { register as doctor } from "../../../cli/doctor.ts";
import type { Finding } from "../../../cli/stage/check.ts";
import type { Seen } from "../../../cli/verify/look.ts";
import { register as verify } from "../../../cli/verify.ts";
import type { StageUnderTest } from "../../support/stage-under-test.ts";

interface VerifyAnswer {
  readonly tenant: string;
  readonly seen: readonly Seen[];
}

/** What doctor looks at that only this cloud has. */
const ofCloud = {
  aws: ["stream"],
  azure: [
    "hub",
    "put",
    "receive right",
    "tables' function",
    "lake's function",
    "table storage",
    "container, dead letters",
    "container, notes",
    "container, lake",
  ],
  gcp: ["topic", "subscription", "dead-letter policy", "unseen", "Firestore", "bucket"],
} as const;

export function health(on: StageUnderTest): void {
  it("is verified: everything put into it is found, in the lake too, and nothing of it is left", async () => {
    const { tenant: own, seen: found } = (await on.asked(verify, "verify", "--yes", "--wait", "30")) as VerifyAnswer;
    expect(found.map(({ where }) => where)).toEqual(["history", "state", "by place", "dead letters", "lake"]);
    expect(found.filter((each) => each.found !== each.of || each.differs !== undefined)).toEqual([]);
    const { tables } = on.stage;
    const stands = await Promise.all([tables.allEvents(), tables.allState(), tables.allPlaces()]);
    expect(own).toMatch(/^spaces-verify-/);
    expect(JSON.stringify(stands)).not.toContain(own);
  }, 90_000);

  it("is looked at: all that can be looked at is there, and what is wrong with the events is told", async () => {
    await on.put(on.seen("looked-at"));
    await on.stored("looked-at");
    const { findings } = (await on.asked(doctor, "doctor")) as { readonly findings: readonly Finding[] };
    process.exitCode = undefined;
    const of = (verdict: string) => findings.filter((finding) => finding.verdict === verdict);
    expect(of("good").map(({ name }) => name)).toEqual(
      expect.arrayContaining(["credentials", ...ofCloud[on.cloud], "configuration", "arriving", "tables"]),
    );
    // A record without a uid was put, and some more than once.
    expect(of("bad").map(({ name }) => name)).toContain("usable");
    expect(of("bad").every(({ todo }) => todo !== undefined)).toBe(true);
  });
}
