/** What `spaces forget` does to a stage: to its tables on a real engine, to its lake by the statements Athena is asked. */
import { BatchWriteItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forgetInAthena } from "../../cli/forget-athena.ts";
import { forgetInTable } from "../../cli/forget-tables.ts";
import type { AthenaSend } from "../../cli/query-athena.ts";
import { lakeNames } from "../../infra/names.ts";
import { noDeadline } from "../../shared/batch/deadline.ts";
import { rowOf } from "../support/core.ts";
import { createTables, scan, startDatabase, storeOn, type TestDatabase } from "../support/dynamodb.ts";
import { locationUpdate } from "../support/events.ts";

const at = Date.parse("2026-03-02T10:00:00Z");

describe("spaces forget in the tables", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await startDatabase();
  });
  afterAll(() => database.close());

  function seen(device: string, minute: number) {
    const event = { recordUid: `${device}-${minute}`, recordTimestamp: at + minute * 60_000 };
    return rowOf(locationUpdate(event, { device: { deviceId: device } }));
  }

  it("deletes the subject's state and history, its place in the index with them, and nobody else's", async () => {
    const { client } = database;
    const tables = await createTables(client);
    const rows = [...Array.from({ length: 60 }, (_, minute) => seen("gone", minute)), seen("stays", 1)];
    expect(await storeOn(client, tables).write(rows, noDeadline)).toEqual([]);
    const subject = { tenant: rows[0]?.tenant_id, kind: "device" as const, id: "gone" };
    const calls = {
      query: (input: ConstructorParameters<typeof QueryCommand>[0]) => client.send(new QueryCommand(input)),
      batchWriteItem: (input: ConstructorParameters<typeof BatchWriteItemCommand>[0]) =>
        client.send(new BatchWriteItemCommand(input)),
    };
    const forget = (table: string, write: boolean) => forgetInTable(calls, table, subject, write, async () => {});
    expect(await forget(tables.events, false)).toBe(60);
    expect(await forget(tables.events, true)).toBe(60);
    expect(await forget(tables.state, true)).toBeGreaterThan(0);
    for (const table of [tables.events, tables.state]) {
      const items = JSON.stringify(await scan(client, table));
      expect(items).not.toContain("gone");
      expect(items).toContain("stays");
    }
  });

  it("asks again for what DynamoDB did not get to", async () => {
    let waits = 0;
    const sent: number[] = [];
    const key = (n: number) => ({ pk: { S: "p" }, sk: { S: String(n) } });
    const calls: Parameters<typeof forgetInTable>[0] = {
      query: async () => ({ Items: [key(1), key(2)], $metadata: {} }),
      batchWriteItem: async ({ RequestItems }) => {
        sent.push(RequestItems?.events?.length ?? 0);
        const left = sent.length === 1 ? { events: [{ DeleteRequest: { Key: key(1) } }] } : {};
        return { UnprocessedItems: left, $metadata: {} };
      },
    };
    const wait = async () => {
      waits++;
    };
    const subject = { tenant: "t", kind: "device", id: "x" } as const;
    expect(await forgetInTable(calls, "events", subject, true, wait)).toBe(2);
    expect([sent, waits]).toEqual([[2, 1], 1]);
  });
});

describe("spaces forget in a deployed lake", () => {
  const erasure = { kind: "user", id: "O'Hare", tenant: "t", atMs: at } as const;

  /** An Athena that holds seven rows of the subject until it is asked to delete; `fail` gives the reason a statement fails for. */
  function athena(tables: readonly string[], fail: (sql: string) => string | undefined = () => undefined) {
    const asked: string[] = [];
    let reason: string | undefined;
    const answers: Record<string, (sql: string) => unknown> = {
      ListTableMetadataCommand: () => ({ TableMetadataList: tables.map((Name) => ({ Name })) }),
      StartQueryExecutionCommand(sql) {
        asked.push(sql);
        reason = fail(sql);
        return { QueryExecutionId: "id" };
      },
      GetQueryExecutionCommand: () => ({
        QueryExecution: { Status: { State: reason === undefined ? "SUCCEEDED" : "FAILED", StateChangeReason: reason } },
      }),
      GetQueryResultsCommand() {
        const left = asked.some((sql) => sql.startsWith("DELETE")) ? "0" : "7";
        const ColumnInfo = [{ Name: "row_count", Type: "bigint" }];
        const Rows = ["row_count", left].map((VarCharValue) => ({ Data: [{ VarCharValue }] }));
        return { ResultSet: { ResultSetMetadata: { ColumnInfo }, Rows } };
      },
    };
    const send = (async (command: { constructor: { name: string }; input: { QueryString?: string } }) =>
      answers[command.constructor.name]?.(command.input.QueryString ?? "")) as unknown as AthenaSend;
    const forget = (write: boolean) => forgetInAthena(send, lakeNames("prod"), erasure, write, async () => undefined);
    return { asked, forget };
  }

  const verbs = (asked: readonly string[]) => asked.map((sql) => sql.split(" ")[0]);

  it("notes whom it forgets before it deletes, rewrites the files after, and looks whether anything is left", async () => {
    const { asked, forget } = athena(["events_compacted"]);
    expect(await forget(true)).toEqual({ compacted: 7, landing: 7 });
    expect(verbs(asked)).toEqual(["SELECT", "SELECT", "INSERT", "DELETE", "OPTIMIZE", "VACUUM", "SELECT"]);
    expect(asked[2]).toContain("('user:O''Hare', 't', TIMESTAMP '2026-03-02 10:00:00.000')");
  });

  it("only counts without --yes, and has landing alone where nothing is compacted", async () => {
    const compacted = athena(["events_compacted"]);
    await compacted.forget(false);
    expect(verbs(compacted.asked)).toEqual(["SELECT", "SELECT"]);
    const landing = athena([]);
    expect(await landing.forget(true)).toEqual({ compacted: undefined, landing: 7 });
    expect(verbs(landing.asked)).toEqual(["SELECT"]);
  });

  it("tries again what met compaction's commit, and gives up on anything else", async () => {
    let failures = 0;
    const { asked, forget } = athena(["events_compacted"], (sql) =>
      sql.startsWith("DELETE") && failures++ < 2 ? "ICEBERG_COMMIT_ERROR: conflict" : undefined,
    );
    await forget(true);
    expect(verbs(asked).filter((verb) => verb === "DELETE")).toHaveLength(3);
    const broken = athena(["events_compacted"], (sql) => (sql.startsWith("VACUUM") ? "ACCESS_DENIED" : undefined));
    await expect(broken.forget(true)).rejects.toThrow("ACCESS_DENIED");
  });
});
