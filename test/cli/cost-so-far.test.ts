import { describe, expect, it } from "vitest";
import { costSoFar } from "../../cli/cost-so-far.ts";

const counted = { events: 360_000, seconds: 3_600, when: "in an hour" };

describe("What events have cost so far", () => {
  it.each(["aws", "azure", "gcp"] as const)(
    "is their share of a month of such events, by the price list of %s",
    (cloud) => {
      const cost = costSoFar(cloud, counted);
      expect(cost?.soFar).toBeCloseTo(0.36 * (cost?.perMillion ?? 0), 10);
      expect(cost?.says).toMatch(
        /^360,000 events in an hour, as if they came at 100 a second all month: list prices of .+, 20\d\d-\d\d/,
      );
    },
  );

  it("has no price where nothing came", () => {
    expect(costSoFar("aws", { ...counted, events: 0 })).toBeUndefined();
    expect(costSoFar("gcp", { ...counted, seconds: 0 })).toBeUndefined();
  });

  it("is dearer for a million that trickles in, which has what is fixed to itself", () => {
    const slow = costSoFar("aws", { ...counted, events: 3_600 });
    expect(slow?.perMillion).toBeGreaterThan(costSoFar("aws", counted)?.perMillion ?? Number.POSITIVE_INFINITY);
    expect(slow?.says).toContain("at 1.00 a second");
  });

  it("takes the prices of us-east-1, and says so, in a Region that is not listed", () => {
    expect(costSoFar("aws", counted, "sa-east-1")).toEqual(costSoFar("aws", counted, "us-east-1"));
    expect(costSoFar("aws", counted, "eu-west-1")?.says).toContain("list prices of eu-west-1");
  });

  it("is of the channel they came by", () => {
    expect(costSoFar("aws", counted, "us-east-1", "firehose")?.perMillion).not.toBe(
      costSoFar("aws", counted)?.perMillion,
    );
  });
});
