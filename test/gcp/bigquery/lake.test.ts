/** The lake on the SDK's own client, against a BigQuery that speaks its protocol. */
import { glob } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { asyncBufferFromFile, parquetMetadataAsync } from "hyparquet";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bigQueryWriter } from "../../../gcp/bigquery/client.ts";
import { bigQueryLake } from "../../../gcp/bigquery/lake.ts";
import { AppendFailed, type RowsWriter, rowsWriter } from "../../../gcp/bigquery/writer.ts";
import { noDeadline } from "../../../shared/batch/deadline.ts";
import { lakeRow } from "../../../shared/lake/lake-row.ts";
import { readRows } from "../../../shared/lake/read-rows.ts";
import type { Deadline } from "../../../shared/ports.ts";
import { newRow, type Row } from "../../../shared/row.ts";
import { anyRow, asKept } from "../../shared/lake/any-row.ts";
import { LAKE_TABLE_PATH, noWait, startTestBigQuery, type TestBigQuery } from "../../support/bigquery.ts";

const AT_MS = Date.UTC(2026, 2, 1, 12);
const MEGABYTE = 1_000_000;
const timeIsUp: Deadline = { expired: () => true, remainingMs: () => 0 };

function row(uid: string, more: Partial<Row> = {}): Row {
  return { ...newRow(uid, "TYPE", AT_MS, AT_MS, "test/1"), tenant_id: "t", ...more };
}

/** BigQuery knows no empty list from none. And the reader of the Parquet files, not the lake, loses an entry of such a key. */
function asRead(row: Partial<Row>): object {
  return JSON.parse(JSON.stringify(asKept(row as Row)), (key, value: unknown) =>
    key === "__proto__" || (Array.isArray(value) && value.length === 0) ? undefined : value,
  ) as object;
}

describe("The lake in BigQuery", () => {
  let bigQuery: TestBigQuery;
  const writers: RowsWriter[] = [];
  beforeEach(async () => {
    bigQuery = await startTestBigQuery();
  });
  afterEach(async () => {
    for (const writer of writers.splice(0)) writer.close();
    await bigQuery.close();
  });

  function writerTo(table = LAKE_TABLE_PATH, nowMs: () => number = Date.now): RowsWriter {
    const writer = bigQueryWriter({ table, endpoint: bigQuery.endpoint, nowMs });
    writers.push(writer);
    return writer;
  }

  async function landed(): Promise<readonly Row[]> {
    await bigQuery.flush();
    const rows: Row[] = [];
    for await (const name of glob("**/*.parquet", { cwd: bigQuery.directory })) {
      const file = await asyncBufferFromFile(join(bigQuery.directory, name));
      rows.push(...(await readRows(file, await parquetMetadataAsync(file), 0, Number.MAX_SAFE_INTEGER)));
    }
    return rows;
  }
  const uids = async () => (await landed()).map(({ record_uid }) => record_uid).sort();

  it("has the rows once it answers", async () => {
    expect(await bigQuery.lake.write([row("a"), row("b")], noDeadline)).toEqual([]);
    expect(bigQuery.rows()).toBe(2);
    expect(await uids()).toEqual(["a", "b"]);
  });

  it("gives back every column of every row as it was written", async () => {
    const rows: Row[] = [];
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 20 }), async (some) => {
        const named = some.map((one, index) => ({ ...one, record_uid: `uid-${rows.length + index}` }));
        rows.push(...named);
        expect(await bigQuery.lake.write(named, noDeadline)).toEqual([]);
      }),
      { numRuns: 30 },
    );
    const byUid = new Map((await landed()).map((one) => [one.record_uid, one]));
    expect(byUid.size).toBe(rows.length);
    for (const one of rows) {
      const read: Partial<Row> = byUid.get(one.record_uid) ?? {};
      expect(asRead(read)).toEqual(asRead({ ...newRow("", "", 0, 0, ""), ...lakeRow(one) }));
    }
  });

  it("takes the last moment a row can have, which has more digits than a number is exact to", async () => {
    await bigQuery.lake.write([row("late", { occurred_at: 9_999_999_999_999 })], noDeadline);
    expect((await landed()).map(({ occurred_at }) => occurred_at)).toEqual([9_999_999_999_999]);
  });

  it("sends more rows than a request may hold in several", async () => {
    const rows = Array.from({ length: 25 }, (_, index) => row(`${index}`, { payload: "x".repeat(MEGABYTE) }));
    expect(await bigQuery.lake.write(rows, noDeadline)).toEqual([]);
    expect(bigQuery.rows()).toBe(25);
  });

  it("rejects alone a row that no request can hold, and stores its siblings", async () => {
    const payload = "é".repeat(5 * MEGABYTE);
    const failures = await bigQuery.lake.write([row("a"), row("large", { payload }), row("b")], noDeadline);
    expect(failures).toMatchObject([{ index: 1, fate: { status: "rejected", rejection: { code: "item-too-large" } } }]);
    expect(await uids()).toEqual(["a", "b"]);
  });

  it("rejects alone a row that lacks what every row has, or has what no column takes", async () => {
    const strange = row("strange", { ssid: 7 as never });
    const rows = [row("a"), row("broken", { received_at: Number.NaN }), strange, row("b")];
    const failures = await bigQuery.lake.write(rows, noDeadline);
    const fate = { status: "rejected", rejection: { code: "write-refused" } };
    expect(failures).toMatchObject([
      { index: 1, fate },
      { index: 2, fate },
    ]);
    expect(await uids()).toEqual(["a", "b"]);
  });

  it("rejects alone the rows that BigQuery refuses, whichever they are, and appends the others again", async () => {
    const real = writerTo();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }), async (areBroken) => {
        // Half a message is none that BigQuery can read.
        const brokenBytes = new Set<number>();
        const breaking: RowsWriter = {
          ...real,
          append: (messages, deadline) =>
            real.append(
              messages.map((message) => (brokenBytes.has(message.length) ? message.subarray(0, -3) : message)),
              deadline,
            ),
        };
        const rows = areBroken.map((_, index) => row("u", { payload: "x".repeat(10 + index) }));
        const lengths = new Map<number, number>();
        await bigQueryLake({
          writer: {
            ...real,
            append: async (messages) => {
              for (const [index, message] of messages.entries()) lengths.set(index, message.length);
              return [];
            },
          },
        }).write(rows, noDeadline);
        for (const [index, isBroken] of areBroken.entries()) if (isBroken) brokenBytes.add(lengths.get(index) ?? -1);
        const before = bigQuery.rows();
        const failures = await bigQueryLake({ writer: breaking, backOff: noWait }).write(rows, noDeadline);
        expect(failures.map(({ index, fate }) => [index, fate.status])).toEqual(
          areBroken.flatMap((isBroken, index) => (isBroken ? [[index, "rejected"]] : [])),
        );
        expect(bigQuery.rows() - before).toBe(areBroken.filter((isBroken) => !isBroken).length);
      }),
      { numRuns: 20 },
    );
  });

  it("answers retry for every row while BigQuery is away, and stores them when it is back", async () => {
    bigQuery.refuse(true);
    const rows = [row("a"), row("b")];
    const failures = await bigQuery.lake.write(rows, noDeadline);
    expect(failures.map(({ index, fate }) => [index, fate.status])).toEqual([
      [0, "retry"],
      [1, "retry"],
    ]);
    expect(bigQuery.refused()).toBe(4);
    expect(bigQuery.rows()).toBe(0);
    bigQuery.refuse(false);
    expect(await bigQuery.lake.write(rows, noDeadline)).toEqual([]);
    expect(await uids()).toEqual(["a", "b"]);
  });

  it("tries again what BigQuery refuses for a moment", async () => {
    bigQuery.refuse(true);
    const backOff = { wait: async () => bigQuery.refuse(false) };
    expect(await bigQueryLake({ writer: writerTo(), backOff }).write([row("a")], noDeadline)).toEqual([]);
    expect(bigQuery.refused()).toBe(1);
  });

  it("connects again when its connection was closed for being idle", async () => {
    await bigQuery.lake.write([row("a")], noDeadline);
    bigQuery.dropConnections();
    expect(await bigQuery.lake.write([row("b")], noDeadline)).toEqual([]);
    expect(await uids()).toEqual(["a", "b"]);
  });

  it("loses no row when connections end at any moment, though it may store one twice", async () => {
    const writes = Array.from({ length: 40 }, (_, index) => bigQuery.lake.write([row(`${index}`)], noDeadline));
    const drops = setInterval(() => bigQuery.dropConnections(), 3);
    const failures = await Promise.all(writes);
    clearInterval(drops);
    const stored = new Set(await uids());
    const lost = failures.flatMap((failed, index) => (failed.length === 0 && !stored.has(`${index}`) ? [index] : []));
    expect(lost).toEqual([]);
  });

  it("matches answers to requests when a caller gives up while others wait on the same connection", async () => {
    const writer = writerTo();
    await writer.append([], noDeadline).catch(() => undefined);
    const rows = (count: number) => Array.from({ length: count }, (_, index) => row(`${count}-${index}`));
    const short: Deadline = { expired: () => false, remainingMs: () => 1 };
    const lake = bigQueryLake({ writer, backOff: noWait });
    const broken = rows(3).map((one) => ({ ...one, payload: "x".repeat(MEGABYTE) }));
    const ends = await Promise.allSettled([
      writer.append([new Uint8Array([255])], short),
      lake.write(broken, noDeadline),
      writer.append([new Uint8Array([255])], noDeadline),
      lake.write(rows(2), noDeadline),
    ]);
    expect(ends[1]).toEqual({ status: "fulfilled", value: [] });
    expect(ends[2]).toEqual({ status: "fulfilled", value: [0] });
    expect(ends[3]).toEqual({ status: "fulfilled", value: [] });
    expect(await uids()).toEqual(["2-0", "2-1", "3-0", "3-1", "3-2"]);
  });

  it("answers retry at once where the table is not there, which no wait mends", async () => {
    let waits = 0;
    const backOff = { wait: async () => void waits++ };
    const lake = bigQueryLake({ writer: writerTo("projects/test/datasets/spaces/tables/other"), backOff });
    const failures = await lake.write([row("a")], noDeadline);
    expect(failures).toMatchObject([
      { index: 0, fate: { status: "retry", message: expect.stringContaining("status 5") } },
    ]);
    expect(waits).toBe(0);
  });

  it("appends nothing once time is up", async () => {
    expect(await bigQuery.lake.write([row("a")], timeIsUp)).toMatchObject([{ index: 0, fate: { status: "retry" } }]);
    expect(bigQuery.rows()).toBe(0);
  });

  it("never quotes a value of the row", async () => {
    const secret = "a-value-of-the-row";
    bigQuery.refuse(true);
    const rows = [row(secret), row("x", { received_at: Number.NaN, ssid: secret })];
    expect(JSON.stringify(await bigQuery.lake.write(rows, noDeadline))).not.toContain(secret);
  });
});

describe("A writer of rows", () => {
  const soon = (ms: number): Deadline => ({ expired: () => false, remainingMs: () => ms });
  const bytes = [new Uint8Array([1])];

  function counted(append: () => Promise<object>) {
    const made: { isOpen: boolean }[] = [];
    const connect = async () => {
      const one = { isOpen: true };
      made.push(one);
      return { append, isOpen: () => one.isOpen, close: () => void Object.assign(one, { isOpen: false }) };
    };
    return { made, connect };
  }

  it("keeps its connection while it is used, and makes another when it was idle", async () => {
    let now = 0;
    const { made, connect } = counted(async () => ({ appendResult: {} }));
    const writer = rowsWriter({ connect, nowMs: () => now });
    for (const pause of [0, 1_000, 59_000, 60_001]) {
      now += pause;
      expect(await writer.append(bytes, noDeadline)).toEqual([]);
    }
    expect(made.map(({ isOpen }) => isOpen)).toEqual([false, true]);
  });

  it("gives up a connection that does not answer for as long as an append may take, and makes another", async () => {
    vi.useFakeTimers();
    const { made, connect } = counted(() => new Promise(() => undefined));
    const writer = rowsWriter({ connect, nowMs: () => 0 });
    for (const _ of [1, 2]) {
      const failing = expect(writer.append(bytes, noDeadline)).rejects.toThrow();
      await vi.advanceTimersByTimeAsync(10_000);
      await failing;
    }
    expect(made.map(({ isOpen }) => isOpen)).toEqual([false, false]);
    vi.useRealTimers();
  });

  it("keeps the connection when a caller's own time is up: others wait for answers on it", async () => {
    const { promise: answered, resolve: answer } = Promise.withResolvers<object>();
    const { made, connect } = counted(() => answered);
    const writer = rowsWriter({ connect, nowMs: () => 0 });
    const patient = writer.append(bytes, noDeadline);
    await expect(writer.append(bytes, soon(20))).rejects.toThrow();
    expect(made.map(({ isOpen }) => isOpen)).toEqual([true]);
    answer({ appendResult: {} });
    expect(await patient).toEqual([]);
    expect(await writer.append(bytes, noDeadline)).toEqual([]);
    expect(made.length).toBe(1);
  });

  it("makes one connection for appends at the same time", async () => {
    const { made, connect } = counted(async () => ({ appendResult: {} }));
    const writer = rowsWriter({ connect, nowMs: () => 0 });
    await Promise.all([1, 2, 3].map(() => writer.append(bytes, noDeadline)));
    expect(made.length).toBe(1);
  });

  it("tells a status from errors of rows, and keeps the connection that said so", async () => {
    const answers = [{ error: { code: 3 } }, { error: { code: 3 }, rowErrors: [{ index: "0" }] }];
    const { made, connect } = counted(async () => answers.shift() ?? {});
    const writer = rowsWriter({ connect, nowMs: () => 0 });
    await expect(writer.append(bytes, noDeadline)).rejects.toEqual(new AppendFailed(3));
    expect(await writer.append(bytes, noDeadline)).toEqual([0]);
    expect(made.length).toBe(1);
  });
});
