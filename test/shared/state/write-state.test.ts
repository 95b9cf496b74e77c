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

/** A table in memory that fails as `fails` says, and tells what it holds and which writes were tried; `meanwhile` others write. */
function tableThat(
  fails: (item: StateItem) => Error | undefined,
  meanwhile: () => Promise<boolean> = async () => false,
) {
  const items = new Map<string, StateItem>();
  const memory = memoryStateTable(items);
  const tried: string[] = [];
  const table: StateTable<StateItem> = {
    ...memory,
    async putIfNewer(item, deadline) {
      tried.push(`${item.key.aspect} ${item.version.recordUid}`);
      const error = fails(item);
      if (error !== undefined) throw error;
      return memory.putIfNewer(item, deadline);
    },
    async putIfUnchanged(item, token, deadline) {
      tried.push(`${item.key.aspect} ${item.version.recordUid}`);
      const error = fails(item);
      if (error !== undefined) throw error;
      if (await meanwhile()) return false;
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
  return { write, waits, tried, state: () => [...items.values()] };
}

describe("writing state", () => {
  it("lets the one before take the place of a newest that the store refuses", async () => {
    const { write, state } = tableThat(({ row }) => (row.record_uid === "poison" ? new Refused() : undefined));
    const failures = await write([at("older", 1_000, 5), at("oldest", 500), at("poison", 2_000)]);
    const rejection = { stage: "write", code: "write-refused", message: expect.stringMatching(/refused/) };
    expect(failures).toEqual([{ index: 2, fate: { status: "rejected", rejection } }]);
    expect(state().map(({ row }) => [row.record_uid, row.x])).toEqual([["older", 5]]);
  });

  it("writes nothing of other aspects again for an aspect that is refused", async () => {
    const exit = (recordUid: string, recordTimestamp: number) => {
      const { device, location } = locationUpdate().deviceLocationUpdate;
      return rowOf({ recordUid, recordTimestamp, eventType: "DEVICE_EXIT", deviceExit: { device, location } });
    };
    const { write, tried } = tableThat(({ key, row }) =>
      key.aspect === "presence" && row.record_uid === "poison" ? new Refused() : undefined,
    );
    expect(await write([exit("older", 1_000), exit("poison", 2_000)])).toMatchObject([{ index: 1 }]);
    expect(tried.toSorted()).toEqual(["position poison", "presence older", "presence poison"]);
  });

  it("joins the others' readings when the store refuses one of a sensor's reports", async () => {
    const { write, state } = tableThat(({ row }) =>
      row.measurements?.humidity_pct === undefined ? undefined : new Refused(),
    );
    const failures = await write([
      telemetry("a", { temperature: { temperatureInCelsius: 21 } }),
      telemetry("b", { humidity: { humidityInPercentage: 40 } }),
      telemetry("c", { battery: { value: 80, unit: "PERCENTAGE" } }),
    ]);
    expect(failures).toMatchObject([{ index: 1, fate: { status: "rejected" } }]);
    expect(state().map(({ row }) => row.measurements)).toEqual([{ temperature_c: 21, battery_pct: 80 }]);
  });

  it("refuses a sensor's only report once", async () => {
    const { write, tried } = tableThat(() => new Refused());
    expect(await write([telemetry("a", {})])).toMatchObject([{ index: 0, fate: { status: "rejected" } }]);
    expect(tried).toEqual(["telemetry a"]);
  });

  it("retries every row of a subject whose newest could not be written: an older one must not be acknowledged for it", async () => {
    const { write, state, waits } = tableThat(({ row }) =>
      row.record_uid === "b" ? new Error("no table") : undefined,
    );
    const failures = await write([at("a", 1_000), at("b", 2_000)]);
    const fate = { status: "retry", message: expect.stringMatching(/did not take the item \(Error\)/) };
    expect(failures).toEqual([
      { index: 0, fate },
      { index: 1, fate },
    ]);
    expect(state()).toEqual([]);
    expect(waits).toEqual([]);
  });

  it("tries a bounded number of times when others keep writing the same item, waiting in between", async () => {
    const { write, waits, tried } = tableThat(
      () => undefined,
      async () => true,
    );
    const message = expect.stringMatching(/kept changing/);
    expect(await write([telemetry("a", {})])).toEqual([{ index: 0, fate: { status: "retry", message } }]);
    expect(tried).toHaveLength(6);
    expect(waits).toEqual([1, 2, 3, 4, 5]);
  });

  it("joins with what another wrote in between", async () => {
    let others = 1;
    const { write, state, waits } = tableThat(
      () => undefined,
      async () => {
        if (others-- > 0) await write([telemetry("b", { humidity: { humidityInPercentage: 40 } })]);
        return false;
      },
    );
    expect(await write([telemetry("a", { temperature: { temperatureInCelsius: 21 } })])).toEqual([]);
    expect(waits).toEqual([1]);
    expect(state().map(({ row }) => row.measurements)).toEqual([{ temperature_c: 21, humidity_pct: 40 }]);
  });

  it("writes nothing of readings the table has already", async () => {
    const { write, tried } = tableThat(() => undefined);
    const report = telemetry("a", { temperature: { temperatureInCelsius: 21 } });
    expect(await write([report])).toEqual([]);
    expect(await write([report])).toEqual([]);
    expect(tried).toEqual(["telemetry a"]);
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
    expect(failures).toEqual([{ index: 0, fate: { status: "retry", message: expect.stringMatching(/time was up/) } }]);
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
