/** What the Pipeline page is told of the local run of each cloud: the built functions, their own counts. */
import { describe, expect, it, vi } from "vitest";
import { newPipeline } from "../../console/server/pipeline-answer.ts";
import { cloudNames } from "../../local/clouds.ts";
import { locationUpdate } from "../support/events.ts";
import { stageOfTests } from "../support/stage-of-tests.ts";

const patience = { timeout: 30_000, interval: 200 };
const channels = { aws: "kinesis", azure: "event-hubs", gcp: "pubsub" } as const;

describe.each(cloudNames)("the figures of the local run on %s", (cloud) => {
  const on = stageOfTests(cloud);
  const event = (uid: string, tenant: string) =>
    Buffer.from(
      JSON.stringify(
        locationUpdate(
          { recordUid: uid, recordTimestamp: Date.now() - 1_000, spacesTenantId: tenant },
          { device: { deviceId: uid } },
        ),
      ),
    );
  const look = () => newPipeline({ ...on.stage, figures: on.local.figures }).answer();

  it("have what came, what became of it, what it waited for and what it would cost", async () => {
    const unusable = Buffer.from(JSON.stringify({ spacesTenantId: "acme", eventType: "DEVICE_ENTRY" }));
    await on.stage.transports[0]?.put([event("a", "acme"), event("b", "acme"), unusable]);
    const answer = await vi.waitFor(async () => {
      const found = await look();
      const [channel] = found.channels;
      expect(channel?.outcomes).toMatchObject({ stored: 2, rejected: 1, retry: 0 });
      expect(channel?.lagMs.some((lagMs) => lagMs !== null)).toBe(true);
      return found;
    }, patience);
    const [channel] = answer.channels;
    expect(channel).toMatchObject({
      channel: channels[cloud],
      rejections: { "missing-record-uid": 1 },
      batches: { records: 3, failed: 0 },
    });
    expect(channel?.rate.reduce((sum, rate) => (sum ?? 0) + (rate ?? 0), 0)).toBeGreaterThan(0);
    expect(answer.cost?.perMillion).toBeGreaterThan(0);
    const perEvent = { aws: "unitsPerEvent", azure: "unitsPerEvent", gcp: "writesPerEvent" } as const;
    // History and state, at least, of two of the three.
    expect(channel?.[perEvent[cloud]]).toBeGreaterThanOrEqual(4 / 3);
    expect(answer).not.toHaveProperty("alarms");
  });

  it("have who was heard of, and when", async () => {
    const fromMs = Date.now() - 60_000;
    await on.stage.transports[0]?.put([event("c", "globex")]);
    await vi.waitFor(async () => {
      const { tenants, missing } = await look();
      expect(tenants).toHaveLength(2);
      expect(missing.filter((clause) => clause.includes("tenant"))).toEqual([]);
      for (const { lastHeardMs, silent } of tenants) {
        expect(lastHeardMs).toBeGreaterThan(fromMs);
        expect(silent).toBe(false);
      }
    }, patience);
  });
});
