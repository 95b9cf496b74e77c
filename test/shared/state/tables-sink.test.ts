import { describe, expect, it } from "vitest";
import { noDeadline } from "../../../shared/batch/deadline.ts";
import { rejected, retry } from "../../../shared/outcome.ts";
import type { EventSink, FailedWrite } from "../../../shared/ports.ts";
import type { StateItem } from "../../../shared/state/state-item.ts";
import { tablesSink } from "../../../shared/state/tables-sink.ts";
import { rowOf } from "../../support/core.ts";
import { locationUpdate } from "../../support/events.ts";
import { memoryStateTable } from "../../support/memory-store.ts";

const at = (recordUid: string, recordTimestamp: number) => rowOf(locationUpdate({ recordUid, recordTimestamp }));
const refused = rejected({ stage: "write", code: "item-too-large", message: "too large" });

/** Both tables in memory; history fails as told. */
function tables(historyWrite: (stateItems: number) => Promise<readonly FailedWrite[]>, stateFails = false) {
  const items = new Map<string, StateItem>();
  const history: EventSink = { write: () => historyWrite(items.size) };
  const table = {
    ...memoryStateTable(items),
    ...(stateFails && { putIfNewer: () => Promise.reject(new Error("no table")) }),
  };
  const sink = tablesSink(history, {
    table,
    backOff: { wait: async () => {} },
    personalTtlSeconds: 60,
    concurrentWrites: 2,
    nowMs: () => 2_000_000_000_000,
  });
  return { sink, state: () => [...items.values()].map(({ row }) => row.record_uid) };
}

describe("history and state as one sink", () => {
  it("keep both of every row", async () => {
    const { sink, state } = tables(async () => []);
    expect(await sink.write([at("a", 1), at("b", 2)], noDeadline)).toEqual([]);
    expect(state()).toEqual(["b"]);
  });

  it("write history before state: a state without its event would be of nothing that happened", async () => {
    const before: number[] = [];
    const { sink } = tables(async (stateItems) => {
      before.push(stateItems);
      return [];
    });
    await sink.write([at("a", 1)], noDeadline);
    expect(before).toEqual([0]);
    const failing = tables(() => Promise.reject(new Error("no table")));
    await expect(failing.sink.write([at("a", 1)], noDeadline)).rejects.toThrow("no table");
    expect(failing.state()).toEqual([]);
  });

  it("leave no state of a row that history refuses for ever", async () => {
    const { sink, state } = tables(async () => [{ index: 1, fate: refused }]);
    expect(await sink.write([at("a", 1), at("b", 2)], noDeadline)).toEqual([{ index: 1, fate: refused }]);
    expect(state()).toEqual(["a"]);
  });

  it("leave the state of a row that history takes later: it will come again", async () => {
    const throttled = { index: 1, fate: retry("throttled") };
    const { sink, state } = tables(async () => [throttled]);
    expect(await sink.write([at("a", 1), at("b", 2)], noDeadline)).toEqual([throttled]);
    expect(state()).toEqual(["b"]);
  });

  it("answer what either could not keep", async () => {
    const { sink } = tables(async () => [{ index: 0, fate: refused }], true);
    const failures = await sink.write([at("a", 1), at("b", 2)], noDeadline);
    expect(failures.map(({ index, fate }) => [index, fate.status])).toEqual([
      [0, "rejected"],
      [1, "retry"],
    ]);
  });
});
