/** The very bundle that is deployed, over real SDK clients, against an embedded DynamoDB and object store. */
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { Context, KinesisStreamBatchResponse, KinesisStreamEvent } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { TableNames } from "../../../local/aws/stand-ins/dynamodb/dynamodb.ts";
import { createTables, scan, startDatabase, type TestDatabase } from "../../support/dynamodb.ts";
import { locationUpdate } from "../../support/events.ts";
import { kinesisEvent, lambdaContext } from "../../support/kinesis.ts";
import { type ObjectStore, startObjectStore } from "../../support/object-store.ts";

const bundle = fileURLToPath(new URL("../../../dist/aws/kinesis/index.cjs", import.meta.url));
const line = (event: object) => Buffer.from(`${JSON.stringify(event)}\n`);

let database: TestDatabase;
let objectStore: ObjectStore;
let tables: TableNames;
let handler: (event: KinesisStreamEvent, context: Context) => Promise<KinesisStreamBatchResponse>;
const printed: string[] = [];

const environment = (): Record<string, string> => ({
  EVENTS_TABLE: tables.events,
  STATE_TABLE: tables.state,
  PLACES_TABLE: tables.places,
  DEAD_LETTER_BUCKET: "dead-letters",
  HISTORY_TTL_DAYS: "30",
  PRIVACY_KEY: "a-key-for-tests-only-0123456789-abcdef",
  AWS_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
  AWS_ENDPOINT_URL_S3: objectStore.endpoint,
});

beforeAll(async () => {
  database = await startDatabase();
  objectStore = await startObjectStore();
  tables = await createTables(database.client);
  for (const [name, value] of Object.entries(environment())) vi.stubEnv(name, value);
  // Powertools keeps its own console; what it prints goes to this process's streams.
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream);
    vi.spyOn(stream, "write").mockImplementation(((chunk: string | Uint8Array, ...rest: never[]) => {
      printed.push(String(chunk));
      return String(chunk).startsWith("{") ? true : write(chunk, ...rest);
    }) as typeof stream.write);
  }
  handler = createRequire(import.meta.url)(bundle).handler;
});
beforeEach(() => {
  printed.length = 0;
  objectStore.objects.clear();
});
afterAll(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await Promise.all([database.close(), objectStore.close()]);
});

function metrics(): Record<string, number> {
  const line = printed
    .join("")
    .split("\n")
    .find((text) => text.includes('"received"'));
  return JSON.parse(line ?? "{}");
}

describe("the Kinesis function", () => {
  it("stores what it is given and acknowledges the batch", async () => {
    const answer = await handler(kinesisEvent([line(locationUpdate()), line(locationUpdate())]), lambdaContext());
    expect(answer).toEqual({ batchItemFailures: [] });
    const [item, ...others] = await scan(database.client, tables.events);
    expect(others).toEqual([]);
    expect(item).toMatchObject({
      pk: { S: "tenant-1#device#device-1" },
      received_at: { N: "1545084650987" },
      x: { N: "10.5" },
    });
    expect(await scan(database.client, tables.state)).toHaveLength(1);
    expect(metrics()).toMatchObject({
      received: 2,
      stored: 1,
      duplicate: 1,
      ignored: 0,
      rejected: 0,
      retry: 0,
      service: "kinesis",
    });
  });

  it("dead-letters what it cannot use in one object named after the letters, and acknowledges it", async () => {
    const payloads = [Buffer.from("garbage"), line(locationUpdate({ recordUid: "" }))];
    const event = kinesisEvent(payloads);
    expect(await handler(event, lambdaContext())).toEqual({ batchItemFailures: [] });
    const range = event.Records.map(({ kinesis }) => kinesis.sequenceNumber).join("-");
    const [[key, body] = ["", Buffer.of()], ...others] = [...objectStore.objects];
    expect(others).toEqual([]);
    const [, name, digest] = /^\/dead-letters\/dead-letters\/(.+)-([0-9a-f]{16})\.ndjson$/.exec(key) ?? [];
    expect([name, digest]).toEqual([`spaces/shardId-000000000006/${range}`, expect.any(String)]);
    const letters = body
      .toString()
      .trim()
      .split("\n")
      .map((text) => JSON.parse(text));
    expect(letters.map(({ code, payload }) => [code, Buffer.from(payload, "base64")])).toEqual([
      ["unknown-encoding", payloads[0]],
      ["missing-record-uid", payloads[1]],
    ]);
    expect(Object.keys(letters[0])).toEqual([
      "position",
      "payload",
      "stage",
      "code",
      "message",
      "source",
      "receivedAt",
      "pipeline",
    ]);
  });

  it("never prints a value of an event, whatever becomes of it", async () => {
    const canary = "canary-7f3a";
    const person = { deviceId: canary, macAddress: canary, userId: canary, firstName: canary, email: canary };
    const events = [
      locationUpdate({}, { device: person, ssid: canary, ipv4: canary }),
      locationUpdate({ recordUid: { canary } }),
      locationUpdate({ recordTimestamp: canary }),
      locationUpdate({}, { device: { deviceId: canary.repeat(100) } }),
    ];
    const broken = Buffer.from(`{"recordUid":"${canary}`);
    await handler(kinesisEvent([...events.map(line), broken]), lambdaContext());
    expect(printed.join("")).toContain("events were rejected");
    expect(printed.join("")).not.toContain(canary);
    for (const body of objectStore.objects.values()) {
      for (const letter of body.toString().trim().split("\n")) expect(JSON.parse(letter).message).not.toContain(canary);
    }
  });

  it("answers retry, and no time-out, when its time is up", async () => {
    const event = kinesisEvent([line(locationUpdate({ recordUid: "late" }))]);
    const answer = await handler(event, lambdaContext(1_000));
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: event.Records[0]?.kinesis.sequenceNumber }] });
    expect(metrics()).toMatchObject({ received: 1, stored: 0, retry: 1 });
  });

  it("is warmed up by an event of that name, which is no batch", async () => {
    expect(await handler({ warmUp: true } as unknown as KinesisStreamEvent, lambdaContext())).toBeNull();
    expect(metrics()).toEqual({});
  });

  it.each([
    ["EVENTS_TABLE", "", "EVENTS_TABLE is not set"],
    ["HISTORY_TTL_DAYS", "soon", "HISTORY_TTL_DAYS is not a whole number from 1 to 3650"],
    ["PRIVACY_POLICY", "{", "PRIVACY_POLICY is not a privacy policy: it is not JSON"],
    [
      "PRIVACY_POLICY",
      '{"nose":"keep"}',
      'PRIVACY_POLICY is not a privacy policy: it names the unknown field class "nose"',
    ],
    ["PRIVACY_KEY", "", "PRIVACY_KEY_SECRET_ID is not set"],
    ["PRIVACY_KEY", "short", "PRIVACY_KEY holds a key of less than 32 characters"],
    ["ENCODING", "xml", "ENCODING is not one of auto, json, protobuf"],
    ["MAX_RECORD_BYTES", "1", "MAX_RECORD_BYTES is not a whole number from 1024 to 10485760"],
  ])("does not start when %s is %j, and says so in one sentence", (name, value, sentence) => {
    const env = { PATH: process.env.PATH, ...environment(), [name]: value };
    const { status, stderr } = spawnSync(process.execPath, ["-e", `require(${JSON.stringify(bundle)})`], {
      env,
      encoding: "utf8",
    });
    expect(status).not.toBe(0);
    expect(stderr).toContain(`ConfigurationError: The environment variable ${sentence}`);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
