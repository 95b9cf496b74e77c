import { describe, expect, it } from "vitest";
import { noDeadline } from "../../../shared/batch/deadline.ts";
import type { StateTable } from "../../../shared/ports.ts";
import type { Row } from "../../../shared/row.ts";
import type { StateItem } from "../../../shared/state/state-item.ts";
import { writeState } from "../../../shared/state/write-state.ts";
import { rowOf } from "../../support/core.ts";
import { locationUpdate } from "../../support/events.ts";
import { memoryStateTable } from "../../support/memory-store.ts";

const at = (recordUid: string, recordTimestamp: number, xPos = 1) =>
  rowOf(locationUpdate({ recordUid, recordTimestamp }, { xPos }));
const telemetry = (recordUid: string, readings: object) =>
  rowOf({
    recordUid,
    recordTimestamp: 1_000,
    eventType: "IOT_TELEMETRY",
    iotTelemetry: { deviceInfo: { deviceId: "s" }, ...readings },
  });
class Refused extends Error {}
class Throttled extends Error {}

/** A table in memory that fails as `fails` says, and tells what it holds. */
function tableThat(fails: (item: StateItem) => Error | undefined) {
  const items = new Map<string, StateItem>();
  const memory = memoryStateTable(items);
  const table: StateTable<StateItem> = {
    ...memory,
    async putIfNewer(item, deadline) {
      const error = fails(item);
      if (error !== undefined) throw error;
      return memory.putIfNewer(item, deadline);
    },
    async putIfUnchanged(item, token, deadline) {
      const error = fails(item);
      if (error !== undefined) throw error;
      return memory.putIfUnchanged(item, token, deadline);
    },
    classify: (error) => (error instanceof Refused ? "refused" : error instanceof Throttled ? "passing" : "other"),
  };
  const waits: number[] = [];
  const backOff = {
    async wait(attempt: number) {
      waits.push(attempt);
    },
  };
  const write = (rows: readonly Row[], deadline = noDeadline) =>
    writeState(
      rows,
      new Set<number>(),
      { table, backOff, personalTtlSeconds: 60, concurrentWrites: 4, nowMs: () => 2_000_000_000_000 },
      deadline,
    );
  return { write, waits, state: () => [...items.values()] };
}

describe("writing state", () => {
  it("lets the one before take the place of a newest that the store refuses", async () => {
    const { write, state } = tableThat(({ row }) => (row.record_uid === "poison" ? new Refused() : undefined));
    const failures = await write([at("older", 1_000, 5), at("oldest", 500), at("poison", 2_000)]);
    expect(failures).toMatchObject([{ index: 2, fate: { status: "rejected", rejection: { code: "write-refused" } } }]);
    expect(state().map(({ row }) => [row.record_uid, row.x])).toEqual([["older", 5]]);
  });

  it("retries every row of a subject whose newest could not be written: an older one must not be acknowledged for it", async () => {
    const { write } = tableThat(() => new Error("no table"));
    const failures = await write([at("a", 1_000), at("b", 2_000)]);
    expect(failures.map(({ index, fate }) => [index, fate.status])).toEqual([
      [0, "retry"],
      [1, "retry"],
    ]);
  });

  it("tries again what fails in passing, a bounded number of times", async () => {
    let failing = 2;
    const recovering = tableThat(() => (failing-- > 0 ? new Throttled() : undefined));
    expect(await recovering.write([at("a", 1_000)])).toEqual([]);
    expect(recovering.waits).toEqual([1, 2]);
    const throttled = tableThat(() => new Throttled());
    expect(await throttled.write([at("a", 1_000)])).toMatchObject([{ index: 0, fate: { status: "retry" } }]);
    expect(throttled.waits).toEqual([1, 2]);
  });

  it("begins nothing when time is up", async () => {
    const { write, state } = tableThat(() => undefined);
    const failures = await write([at("a", 1_000)], { expired: () => true, remainingMs: () => 0 });
    expect(failures).toMatchObject([{ index: 0, fate: { status: "retry" } }]);
    expect(state()).toEqual([]);
  });

  it("keeps readings within what an item holds, the newest first, in whatever order they come", async () => {
    const labelled = (uid: string, atMs: number, first: number): Row => ({
      ...telemetry(uid, {}),
      occurred_at: atMs,
      labels: Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`ccx_${first + index}`, uid])),
    });
    const [older, newer] = [labelled("old", 1_000, 0), labelled("new", 2_000, 50)];
    const results = [];
    for (const rows of [[[older, newer]], [[newer, older]], [[older], [newer]], [[newer], [older]]]) {
      const { write, state } = tableThat(() => undefined);
      for (const batch of rows) expect(await write(batch)).toEqual([]);
      results.push(state()[0]?.row.labels);
    }
    for (const labels of results) expect(labels).toEqual(results[0]);
    expect(Object.keys(results[0] ?? {})).toHaveLength(64);
    expect(Object.values(results[0] ?? {}).filter((value) => value === "new")).toHaveLength(50);
  });
});
