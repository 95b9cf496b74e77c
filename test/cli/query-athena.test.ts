import {
  GetQueryExecutionCommand,
  type GetQueryResultsCommand,
  ListTableMetadataCommand,
  StartQueryExecutionCommand,
} from "@aws-sdk/client-athena";
import { describe, expect, it } from "vitest";
import { type AthenaSend, runInAthena } from "../../cli/query-athena.ts";
import { lakeNames } from "../../infra/names.ts";
import { only } from "../../shared/lake/lake-form.ts";
import type { NamedQuery } from "../../shared/lake/named-query.ts";

const query: NamedQuery = {
  name: "example",
  title: "Example",
  description: "An example",
  chart: { kind: "bar", x: ["a"], y: ["b"] },
  parameters: [
    { name: "tenant", type: "text", description: "Tenant" },
    { name: "low", type: "number", description: "Least" },
  ],
  sql: `SELECT a, b FROM ${only("landing", "events")}${only("compacted", "events_latest")} WHERE tenant_id = :tenant AND x > :low`,
};

function cells(...texts: (string | undefined)[]) {
  return { Data: texts.map((VarCharValue) => (VarCharValue === undefined ? {} : { VarCharValue })) };
}

/** An Athena whose query goes through `states`, one per poll, and has two pages of results. */
function athena(states: readonly string[], tables: readonly string[] = []) {
  const started: StartQueryExecutionCommand["input"][] = [];
  let polls = 0;
  const send = (async (command: unknown) => {
    if (command instanceof StartQueryExecutionCommand) {
      started.push(command.input);
      return { QueryExecutionId: "id" };
    }
    if (command instanceof ListTableMetadataCommand) {
      const { CatalogName, DatabaseName, Expression = "" } = command.input;
      expect([CatalogName, DatabaseName]).toEqual(["AwsDataCatalog", expect.stringMatching(/^spaces_/)]);
      return { TableMetadataList: tables.filter((name) => name.includes(Expression)).map((Name) => ({ Name })) };
    }
    if (command instanceof GetQueryExecutionCommand) {
      const State = states[polls++];
      return {
        QueryExecution: {
          Status: { State, StateChangeReason: "TABLE_NOT_FOUND" },
          Statistics: { DataScannedInBytes: 2_500_000 },
        },
      };
    }
    const { NextToken } = (command as GetQueryResultsCommand).input;
    const ColumnInfo = [
      { Name: "a", Type: "varchar" },
      { Name: "b", Type: "bigint" },
    ];
    return NextToken === undefined
      ? { NextToken: "2", ResultSet: { ResultSetMetadata: { ColumnInfo }, Rows: [cells("a", "b"), cells("x", "1")] } }
      : { ResultSet: { ResultSetMetadata: { ColumnInfo }, Rows: [cells(undefined, "2")] } };
  }) as AthenaSend;
  return { send, started };
}

const values = { tenant: "O'Hare", low: "3" };
const noSleep = async () => undefined;

describe("A query run by Athena", () => {
  it("of which so many rows are asked for is read to the page that has one more", async () => {
    const rowsOf = async (mostRows?: number) => {
      const { send } = athena(["SUCCEEDED"]);
      return (await runInAthena(send, lakeNames("my-stage"), query, values, noSleep, mostRows)).rows.length;
    };
    expect([await rowsOf(0), await rowsOf(1), await rowsOf()]).toEqual([1, 2, 2]);
  });

  it("is started in the stage's database and workgroup, every value a literal in its text", async () => {
    const { send, started } = athena(["SUCCEEDED"]);
    await runInAthena(send, lakeNames("my-stage"), query, values, noSleep);
    expect(started).toEqual([
      {
        QueryString: "SELECT a, b FROM events WHERE tenant_id = 'O''Hare' AND x > 3",
        QueryExecutionContext: { Database: "spaces_my_stage" },
        WorkGroup: "spaces-my-stage",
      },
    ]);
  });

  it("reads the view of both tables once there is the compacted one", async () => {
    const { send, started } = athena(["SUCCEEDED"], ["events", "events_compacted", "events_latest"]);
    await runInAthena(send, lakeNames("prod"), query, values, noSleep);
    expect(started[0]?.QueryString).toContain("FROM events_latest ");
  });

  it("is waited for, and every page of its answer read, without the header", async () => {
    const { send } = athena(["QUEUED", "RUNNING", "SUCCEEDED"]);
    expect(await runInAthena(send, lakeNames("prod"), query, values, noSleep)).toEqual({
      columns: ["a", "b"],
      rows: [
        ["x", 1],
        [null, 2],
      ],
      scannedBytes: 2_500_000,
    });
  });

  it("fails with Athena's reason", async () => {
    const { send } = athena(["RUNNING", "FAILED"]);
    await expect(runInAthena(send, lakeNames("prod"), query, values, noSleep)).rejects.toThrow(
      "The query failed: TABLE_NOT_FOUND",
    );
  });

  it("is not started when a value does not fit", async () => {
    const { send, started } = athena([]);
    await expect(runInAthena(send, lakeNames("prod"), query, { tenant: "t", low: "x" }, noSleep)).rejects.toThrow(
      'Parameter "low" must be a number.',
    );
    expect(started).toEqual([]);
  });
});
