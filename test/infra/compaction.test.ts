/** The state machine that compacts the lake, run: its statements by DuckDB, whatever only Athena understands written down. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openLakeDatabase } from "../../cli/lake-database.ts";
import { read } from "../../cli/query-duckdb.ts";
import { compactionDefinition } from "../../infra/constructs/compaction-steps.ts";
import { newRow } from "../../shared/row.ts";
import { land } from "../functions/athena/landing.ts";
import { type Deployment, deploy, deployment, own, resourcesOf } from "./deployment.ts";
import { runMachine } from "./state-machine.ts";

const steps = {
  database: "spaces_prod",
  workgroup: "spaces-prod-compaction",
  location: "s3://lake/compacted/",
  landingDays: 14,
  retentionDays: 400,
};
const START = "2026-03-10T01:02:03.004Z";

/** Statements that are Athena's alone. */
const athenaOnly = /^(CREATE TABLE|OPTIMIZE|VACUUM)/;

/** The same for DuckDB, whose schema has another name, and which spells one statement otherwise. */
function inDuckDb(sql: string): string {
  return sql
    .replace(`table_schema = '${steps.database}'`, "table_schema = 'main'")
    .replace(/^(ALTER TABLE \w+ ADD COLUMN)S \(`(\w+)` (\w+)\)$/, "$1 $2 $3");
}

function event(uid: string, occurred: string, received: string) {
  return {
    ...newRow(uid, "DEVICE_PRESENCE", Date.parse(occurred), Date.parse(received), "spaces/0.1.0"),
    tenant_id: "t",
    subject_id: uid,
  };
}

describe("The compaction's state machine", () => {
  let directory: string;
  let database: DuckDBConnection | undefined;
  let statements: string[];
  let running: number;
  /** Answers whether this attempt of a statement fails. */
  let fails: (sql: string) => boolean;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "state-machine-"));
    statements = [];
    running = 1;
    fails = () => false;
  });
  afterEach(async () => {
    database?.closeSync();
    database = undefined;
    await rm(directory, { recursive: true });
  });

  async function run(definition = compactionDefinition(steps), start = START) {
    database ??= await openLakeDatabase(directory, "TABLE");
    const lake = database;
    let underWay = 0;
    const answers = new Map<string, unknown>();
    return runMachine(
      JSON.parse(JSON.stringify(definition)),
      async (resource, given) => {
        switch (resource) {
          case "arn:aws:states:::aws-sdk:sfn:listExecutions":
            expect(given).toEqual({ StateMachineArn: "arn:self", StatusFilter: "RUNNING" });
            return { Executions: Array.from({ length: running }, () => ({})) };
          case "arn:aws:states:::athena:startQueryExecution.sync": {
            const { QueryString: sql, WorkGroup, QueryExecutionContext } = given as Record<string, string>;
            expect([WorkGroup, QueryExecutionContext]).toEqual([steps.workgroup, { Database: steps.database }]);
            if (sql === undefined || fails(sql)) throw new Error("ICEBERG_COMMIT_ERROR");
            expect(underWay++).toBe(0);
            statements.push(sql);
            const id = String(statements.length);
            if (!athenaOnly.test(sql)) answers.set(id, await read(lake, inDuckDb(sql)));
            underWay--;
            return { QueryExecution: { QueryExecutionId: id } };
          }
          case "arn:aws:states:::athena:getQueryResults": {
            const { columns, rows } = answers.get(String(given.QueryExecutionId)) as Awaited<ReturnType<typeof read>>;
            const cells = [columns, ...rows].map((row) => ({
              Data: row.map((cell) => ({ VarCharValue: String(cell) })),
            }));
            return { ResultSet: { Rows: cells.slice(0, Number(given.MaxResults)) } };
          }
          default:
            throw new Error(`no rule for ${resource}`);
        }
      },
      start,
    );
  }

  async function uids(table: string): Promise<unknown> {
    if (database === undefined) throw new Error("nothing ran");
    const { rows } = await read(database, `SELECT record_uid FROM ${table} ORDER BY record_uid`);
    return rows.flat();
  }

  const kinds = () => statements.map((sql) => /^[A-Z]+( [A-Z]+)*/.exec(sql)?.[0] + (/INTO (\w+)/.exec(sql)?.[1] ?? ""));

  const arrived = [
    event("a", "2026-03-08T10:00:00Z", "2026-03-08T10:00:01Z"),
    event("late", "2026-01-02T10:00:00Z", "2026-03-09T10:00:00Z"),
    event("b", "2026-03-09T10:00:00Z", "2026-03-09T10:00:01Z"),
    event("b", "2026-03-09T10:00:00Z", "2026-03-09T11:00:00Z"),
    event("today", "2026-03-10T00:30:00Z", "2026-03-10T00:30:01Z"),
  ];

  it("moves every whole day that landing has, each event once, and lets the view join today's", async () => {
    await land(directory, arrived);
    expect((await run()).status).toBe("SUCCEEDED");
    expect(await uids("events_compacted")).toEqual(["a", "b", "late"]);
    expect(await uids("events_latest")).toEqual(["a", "b", "late", "today"]);
  });

  it("asks Athena in this order, one statement at a time", async () => {
    await land(directory, arrived);
    await run();
    expect(kinds()).toEqual([
      "CREATE TABLE IF NOT EXISTS",
      "CREATE TABLE IF NOT EXISTS",
      "CREATE TABLE IF NOT EXISTS",
      "SELECT",
      "SELECT",
      "SELECT",
      "MERGE INTOevents_compacted",
      "MERGE INTOcompacted_days",
      "SELECT",
      "MERGE INTOevents_compacted",
      "MERGE INTOevents_compacted",
      "MERGE INTOcompacted_days",
      "CREATE OR REPLACE VIEW",
      "DELETE FROM",
      "OPTIMIZE",
      "VACUUM",
    ]);
    expect(statements.find((sql) => /:[a-z]/.test(sql))).toBeUndefined();
    expect(statements.at(-2)).toMatch(/ WHERE occurred_at >= TIMESTAMP '2026-03-02 00:00:00'$/);
  });

  it("moves nothing and rewrites nothing the same day again", async () => {
    await land(directory, arrived);
    await run();
    statements = [];
    expect((await run()).path.at(-1)).toBe("Done");
    expect(kinds().slice(3)).toEqual(["SELECT", "SELECT", "CREATE OR REPLACE VIEW", "DELETE FROM", "VACUUM"]);
    expect(await uids("events_latest")).toEqual(["a", "b", "late", "today"]);
  });

  it("makes up for runs that were missed, and for a file that came after its day was moved", async () => {
    await land(directory, arrived);
    await run();
    await land(directory, [
      event("c", "2026-03-09T12:00:00Z", "2026-03-09T12:00:00Z"),
      event("d", "2026-03-12T12:00:00Z", "2026-03-12T12:00:00Z"),
    ]);
    expect((await run(compactionDefinition(steps), "2026-03-15T01:00:00.000Z")).status).toBe("SUCCEEDED");
    expect(await uids("events_compacted")).toEqual(["a", "b", "c", "d", "late", "today"]);
  });

  it("gives a table that an older version made the columns of a newer one's rows", async () => {
    await land(directory, arrived);
    await run();
    await database?.run("ALTER TABLE events_compacted DROP COLUMN payload");
    await database?.run("ALTER TABLE events_compacted DROP COLUMN x");
    const newer = { ...event("newer", "2026-03-10T05:00:00Z", "2026-03-10T05:00:00Z"), payload: "{}", x: 1.5 };
    await land(directory, [newer]);
    expect(await run(compactionDefinition(steps), "2026-03-11T01:00:00.000Z")).toMatchObject({ status: "SUCCEEDED" });
    if (database === undefined) throw new Error("nothing ran");
    const { rows } = await read(database, "SELECT record_uid, payload, x FROM events_latest ORDER BY record_uid");
    expect(rows).toContainEqual(["newer", "{}", 1.5]);
    expect(rows).toContainEqual(["a", null, null]);
  });

  it("ends at once where another run is under way", async () => {
    await land(directory, arrived);
    running = 2;
    expect(await run()).toEqual({ status: "SUCCEEDED", path: ["WhoRuns", "IsAlone", "AnotherRuns"] });
    expect(statements).toEqual([]);
  });

  it("tries a statement again that met another commit", async () => {
    await land(directory, arrived);
    let failures = 0;
    fails = (sql) => sql.startsWith("MERGE INTO events_compacted") && failures++ < 3;
    expect((await run()).status).toBe("SUCCEEDED");
    expect(await uids("events_compacted")).toEqual(["a", "b", "late"]);
  });

  it("fails where a day cannot be moved, the view as it was, and the next run takes the day up", async () => {
    await land(directory, arrived);
    await run();
    await land(directory, [event("e", "2026-03-10T05:00:00Z", "2026-03-10T05:00:00Z")]);
    statements = [];
    fails = (sql) => sql.startsWith("MERGE INTO events_compacted");
    expect((await run(compactionDefinition(steps), "2026-03-11T01:00:00.000Z")).status).toBe("FAILED");
    expect(kinds()).not.toContain("CREATE OR REPLACE VIEW");
    expect(await uids("events_latest")).toEqual(["a", "b", "e", "late", "today"]);
    fails = () => false;
    expect((await run(compactionDefinition(steps), "2026-03-11T07:00:00.000Z")).status).toBe("SUCCEEDED");
    expect(await uids("events_compacted")).toEqual(["a", "b", "e", "late", "today"]);
  });

  it("deletes what is older than it shall be kept, and nothing where all is kept", async () => {
    await land(directory, [...arrived, event("old", "2025-01-01T00:00:00Z", "2026-03-09T00:00:00Z")]);
    await run();
    expect(await uids("events_compacted")).toEqual(["a", "b", "late"]);
    statements = [];
    await run(compactionDefinition({ ...steps, retentionDays: undefined }), "2026-03-11T01:00:00.000Z");
    expect(kinds()).not.toContain("DELETE FROM");
    expect(kinds()).toContain("VACUUM");
  });

  it("keeps to the retention, and removes what was deleted, where nothing arrives any more", async () => {
    await land(directory, arrived);
    await run();
    statements = [];
    expect((await run(compactionDefinition(steps), "2027-12-01T01:00:00.000Z")).status).toBe("SUCCEEDED");
    expect(await uids("events_compacted")).toEqual([]);
    expect(kinds().at(-1)).toBe("VACUUM");
  });

  it("is what the stack deploys, started four times a day with nothing but that right", () => {
    const found = deployment("kinesis, production, customer keys");
    const [machine] = resourcesOf(found, "AWS::StepFunctions::StateMachine");
    const definition = machine?.Properties.DefinitionString as { "Fn::Join": [string, unknown[]] } | undefined;
    const text = definition?.["Fn::Join"][1].map((part) => (typeof part === "string" ? part : "lake")).join("") ?? "";
    expect(JSON.parse(text)).toEqual(
      JSON.parse(JSON.stringify(compactionDefinition({ ...steps, retentionDays: undefined }))),
    );
    expect(machine?.Properties.StateMachineName).toBe("spaces-prod-compaction");
    const schedules = resourcesOf(found, "AWS::Scheduler::Schedule").map(({ Properties }) => Properties);
    expect(schedules).toContainEqual(expect.objectContaining({ ScheduleExpression: "rate(6 hours)" }));
  });
});

describe("landing files", () => {
  const lifecycleOf = (found: Deployment) =>
    resourcesOf(found, "AWS::S3::Bucket").flatMap(({ Properties }) => {
      const { Rules } = (Properties.LifecycleConfiguration ?? {}) as {
        Rules?: { Prefix?: string; ExpirationInDays?: number }[];
      };
      return (Rules ?? []).filter(({ Prefix }) => Prefix === "events/").map(({ ExpirationInDays }) => ExpirationInDays);
    });

  it("are deleted two weeks after they were written, since what was in them is compacted", () => {
    expect(lifecycleOf(deployment("kinesis, production, customer keys"))).toEqual([14]);
  });

  it("stay for ever where nothing is compacted, or for the retention, and then nothing runs", () => {
    const off = deploy({ ...own, lake: { compaction: false } });
    expect(lifecycleOf(off)).toEqual([]);
    expect(resourcesOf(off, "AWS::StepFunctions::StateMachine")).toEqual([]);
    const alarms = resourcesOf(off, "AWS::CloudWatch::Alarm").map(({ Properties }) => String(Properties.AlarmName));
    expect(alarms.filter((name) => name.includes("compaction"))).toEqual([]);
    expect(lifecycleOf(deploy({ ...own, lake: { compaction: false, retentionDays: 400 } }))).toEqual([400]);
  });
});
