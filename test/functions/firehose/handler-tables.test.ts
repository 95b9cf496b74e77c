import type { Context, FirehoseTransformationEvent, FirehoseTransformationResult } from "aws-lambda";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { TableNames } from "../../../local/aws/stand-ins/dynamodb/dynamodb.ts";
import { createTables, scan, startDatabase, type TestDatabase } from "../../support/dynamodb.ts";
import { ARRIVED_AT_MS, eventAt, jsonOf } from "./corpus.ts";

type Handler = (event: FirehoseTransformationEvent, context: Context) => Promise<FirehoseTransformationResult>;

const context = {
  functionName: "transform",
  awsRequestId: "request",
  getRemainingTimeInMillis: () => 30_000,
} as Context;

function eventOf(payloads: readonly Buffer[]): FirehoseTransformationEvent {
  return {
    invocationId: "invocation",
    deliveryStreamArn: "arn:aws:firehose:eu-west-1:000000000000:deliverystream/spaces",
    region: "eu-west-1",
    records: payloads.map((payload, index) => ({
      recordId: `record-${index}`,
      approximateArrivalTimestamp: ARRIVED_AT_MS,
      data: payload.toString("base64"),
    })),
  };
}

/** An event of now: what happened long ago has expired before it is written. */
function recent(index: number): Buffer {
  return Buffer.from(JSON.stringify({ ...eventAt(index), recordTimestamp: Date.now() }));
}

describe("The transform function that also writes the tables", () => {
  let database: TestDatabase;
  let tables: TableNames;
  beforeEach(async () => {
    database = await startDatabase();
    tables = await createTables(database.client);
    vi.stubEnv("POWERTOOLS_DEV", "true");
    vi.stubEnv("PRIVACY_KEY", "0123456789abcdef0123456789abcdef");
    vi.stubEnv("EVENTS_TABLE", tables.events);
    vi.stubEnv("STATE_TABLE", tables.state);
    vi.stubEnv("PLACES_TABLE", tables.places);
    vi.stubEnv("HISTORY_TTL_DAYS", "30");
    vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", database.endpoint);
    vi.stubEnv("AWS_REGION", "eu-west-1");
    vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
    for (const method of ["log", "info", "warn", "error"] as const)
      vi.spyOn(console, method).mockImplementation(() => undefined);
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    vi.resetModules();
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    await database.close();
  });

  async function load(): Promise<Handler> {
    const { handler } = await import("../../../functions/firehose/handler.ts");
    return handler as unknown as Handler;
  }

  it("answers Ok for what is in both tables, without the payload there", async () => {
    const handler = await load();
    const { records } = await handler(eventOf([recent(0), recent(1), recent(2)]), context);
    expect(records.map(({ result }) => result)).toEqual(["Ok", "Ok", "Ok"]);
    const history = await scan(database.client, tables.events);
    expect(history.map((item) => item.sk?.S?.slice("1700000000000#".length)).sort()).toEqual([
      "uid-0",
      "uid-1",
      "uid-2",
    ]);
    expect(history.every((item) => item.payload === undefined)).toBe(true);
    expect((await scan(database.client, tables.state)).length).toBeGreaterThan(0);
  });

  it("fails every record after bounded attempts when a table is not there, and acknowledges none", async () => {
    vi.stubEnv("EVENTS_TABLE", "absent");
    const handler = await load();
    const { records } = await handler(eventOf([recent(0), recent(1)]), context);
    expect(records).toEqual([
      { recordId: "record-0", result: "ProcessingFailed" },
      { recordId: "record-1", result: "ProcessingFailed" },
    ]);
  });

  it("does not begin with a missing table name", async () => {
    vi.stubEnv("EVENTS_TABLE", "");
    await expect(load()).rejects.toThrow("The environment variable EVENTS_TABLE is not set");
  });

  it("takes WRITE_TABLES for true or false only", async () => {
    vi.stubEnv("WRITE_TABLES", "no");
    await expect(load()).rejects.toThrow("The environment variable WRITE_TABLES is neither true nor false");
  });

  it("leaves the tables alone when told so", async () => {
    vi.stubEnv("WRITE_TABLES", "false");
    const handler = await load();
    const { records } = await handler(eventOf([jsonOf(0)]), context);
    expect(records.map(({ result }) => result)).toEqual(["Ok"]);
    expect(await scan(database.client, tables.events)).toEqual([]);
  });
});
