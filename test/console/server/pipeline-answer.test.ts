import { describe, expect, it } from "vitest";
import type { StageFigures } from "../../../cli/stage/figures.ts";
import { newPipeline } from "../../../console/server/pipeline-answer.ts";
import type { TablesReader } from "../../../shared/state/tables-reader.ts";

const noPlaces = { allPlaces: async () => [] } as unknown as TablesReader;
const channel = { channel: "kinesis", stepMs: 60_000, rate: [null, 3], lagMs: [null, 20] };
const figures: StageFigures = {
  everyMs: 60_000,
  look: async () => ({ channels: [channel], missing: ["units: nobody counts them"] }),
  alarms: async () => [{ name: "silence", state: "ok" }],
};
const denied = (action: string) => async () => {
  throw Object.assign(new Error(`User: x is not authorized to perform: ${action}`), { name: "AccessDenied" });
};

describe("The answer of the Pipeline page", () => {
  it("is what the stage's figures, alarms and tables tell", async () => {
    expect(await newPipeline({ tables: noPlaces, local: false, figures }, () => 7).answer()).toEqual({
      atMs: 7,
      channels: [channel],
      tenants: [],
      alarms: [{ name: "silence", state: "ok" }],
      missing: ["units: nobody counts them"],
    });
  });

  it.each([
    [true, /^rate, lag, outcomes and cost: .+ the console whose address it printed/],
    [false, /^rate, lag, outcomes and cost: .+ terraform apply makes them anew$/],
  ])("invents no figures of a stage that keeps none, and says why (local: %s)", async (local, why) => {
    const answer = await newPipeline({ tables: noPlaces, local }).answer();
    expect(answer).toMatchObject({ channels: [], missing: [expect.stringMatching(why)] });
    expect(answer).not.toHaveProperty("alarms");
    expect(answer).not.toHaveProperty("cost");
  });

  it("goes without what may not be looked at, and names the right", async () => {
    const half = { ...figures, alarms: denied("cloudwatch:DescribeAlarms") };
    const answer = await newPipeline({ tables: noPlaces, local: false, figures: half }).answer();
    expect(answer.channels).toEqual([channel]);
    expect(answer).not.toHaveProperty("alarms");
    expect(answer.missing).toContain(
      "alarms: you may not look (AccessDenied: cloudwatch:DescribeAlarms). Ask for cloudwatch:DescribeAlarms.",
    );
  });

  it("goes without figures and tenants alike", async () => {
    const tables = { allPlaces: denied("dynamodb:Scan") } as unknown as TablesReader;
    const answer = await newPipeline({ tables, local: false, figures: { ...figures, look: denied("x:Y") } }).answer();
    expect(answer).toMatchObject({ channels: [], tenants: [], alarms: [{ name: "silence", state: "ok" }] });
    expect(answer.missing.map((clause) => clause.split(":")[0])).toEqual(["figures", "tenants"]);
  });

  it("asks the stage once, however many look", async () => {
    let looks = 0;
    const look = async () => {
      looks++;
      return figures.look(AbortSignal.timeout(1_000));
    };
    const pipeline = newPipeline({ tables: noPlaces, local: true, figures: { ...figures, look } });
    await Promise.all([pipeline.answer(), pipeline.answer()]);
    await pipeline.answer();
    expect(looks).toBe(1);
  });
});
