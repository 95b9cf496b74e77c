import { describe, expect, it, vi } from "vitest";
import type { ArrivedRecord } from "../../local/cloud.ts";
import { type RunFigures, type RunParts, runFigures } from "../../local/figures.ts";
import type { CountedChannel } from "../../local/lake.ts";
import { newLedger } from "../../local/ledger.ts";

const START_MS = 1_700_000_000_000;
const { signal } = new AbortController();
const report = { stored: 0, duplicate: 0, ignored: 0, rejected: 0, retry: 0, rejections: {} };

const uncounted = { written: () => ({}), throttledCalls: () => 0 };

function startedRun(channels: () => readonly CountedChannel[] = () => [], counted: Partial<RunParts> = {}) {
  let nowMs = START_MS;
  const ledger = newLedger(() => nowMs);
  const figures = runFigures({
    cloud: "aws",
    channel: "kinesis",
    snapshot: ledger.snapshot,
    channels,
    nowMs: () => nowMs,
    ...uncounted,
    ...counted,
  });
  figures.end();
  const observer = figures.overhear(ledger);
  return {
    figures,
    pass(seconds: number) {
      for (let second = 0; second < seconds; second++) {
        nowMs += 1_000;
        figures.step();
      }
    },
    /** A record of so many events, stored after `waitedMs`. */
    store(position: string, events: number, waitedMs: number) {
      ledger.pushed(position, events);
      observer.delivered({ records: 1, redelivered: 0, report: { ...report, stored: events }, warnings: [] });
      observer.acknowledged([{ position, arrivedAtMs: nowMs - waitedMs } satisfies ArrivedRecord]);
    },
  };
}

async function channelOf(figures: RunFigures, name = "kinesis") {
  const { channels } = await figures.look(signal);
  return channels.find(({ channel }) => channel === name);
}

describe("The figures of a run", () => {
  it("tell nothing of the time before it was looked at, and no price while nothing came", async () => {
    const { figures } = startedRun();
    expect(await channelOf(figures)).toMatchObject({ rate: [], lagMs: [], countedFromMs: START_MS });
    expect(await figures.look(signal)).not.toHaveProperty("cost");
  });

  it("have the rate of each second and the median wait, and no lag where nothing was acknowledged", async () => {
    const { figures, pass, store } = startedRun();
    store("a", 3, 40);
    store("b", 4, 90);
    store("c", 1, 200);
    pass(1);
    pass(1);
    store("d", 2, 10);
    pass(1);
    expect(await channelOf(figures)).toMatchObject({ stepMs: 1_000, rate: [8, 0, 2], lagMs: [90, null, 10] });
  });

  it("keep the last five minutes", async () => {
    const { figures, pass, store } = startedRun();
    store("a", 3, 40);
    pass(301);
    const channel = await channelOf(figures);
    expect(channel?.rate).toEqual(Array(300).fill(0));
    expect(channel?.lagMs).toHaveLength(300);
  });

  it("count outcomes and batches since the run began", async () => {
    const { figures, store } = startedRun();
    store("a", 3, 40);
    store("b", 2, 40);
    expect(await channelOf(figures)).toMatchObject({
      outcomes: { stored: 5, rejected: 0 },
      batches: { count: 2, records: 2, failed: 0 },
    });
  });

  it("price what came at the rate it came at, whatever the silence since", async () => {
    const { figures, pass, store } = startedRun();
    store("a", 1_000, 40);
    pass(1);
    const { cost } = await figures.look(signal);
    expect(cost?.soFar).toBeCloseTo((cost?.perMillion ?? 0) / 1_000, 10);
    expect(cost?.says).toContain("1,000 events since the run began, as if they came at 1000 a second all month");
    pass(60);
    expect((await figures.look(signal)).cost).toEqual(cost);
  });

  it("have what was written of each event as far as the run counts it, and what was refused", async () => {
    const written = () => ({ writes: 12, units: 30, unit: "write units" });
    const { figures, store } = startedRun(undefined, { written, throttledCalls: () => 4 });
    expect(await channelOf(figures)).not.toHaveProperty("writesPerEvent");
    store("a", 6, 40);
    expect(await channelOf(figures)).toMatchObject({
      writesPerEvent: 2,
      unitsPerEvent: 5,
      unit: "write units",
      throttled: 4,
    });
    const { figures: others, store: storeThere } = startedRun(undefined, { written: () => ({ writes: 12 }) });
    storeThere("a", 6, 40);
    expect(await channelOf(others)).not.toHaveProperty("unitsPerEvent");
  });

  it("have the cloud's other channels beside it, and say that nobody tells their lag", async () => {
    const firehose: CountedChannel = {
      key: "firehose",
      title: "Data Firehose",
      received: 5,
      dropped: 1,
      failed: 0,
      invocations: 2,
      failedInvocations: 1,
      outcomes: { ...report, stored: 6, ignored: 1, rejected: 0 },
    };
    const { figures, pass } = startedRun(() => [firehose]);
    pass(1);
    expect(await channelOf(figures, "firehose")).toMatchObject({
      rate: [7],
      lagMs: [null],
      outcomes: { stored: 6 },
      batches: { count: 2, records: 5, failed: 1 },
    });
    expect((await figures.look(signal)).missing).toEqual([expect.stringMatching(/^the lag of firehose/)]);
  });

  it("are taken each second until the run ends", async () => {
    vi.useFakeTimers({ now: START_MS });
    try {
      const ledger = newLedger();
      const { snapshot } = ledger;
      const figures = runFigures({ cloud: "gcp", channel: "pubsub", snapshot, channels: () => [], ...uncounted });
      await vi.advanceTimersByTimeAsync(3_000);
      figures.end();
      await vi.advanceTimersByTimeAsync(3_000);
      expect((await channelOf(figures, "pubsub"))?.rate).toEqual([0, 0, 0]);
    } finally {
      vi.useRealTimers();
    }
  });
});
