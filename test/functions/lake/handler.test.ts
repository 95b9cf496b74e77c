/** The very file that is deployed beside the tables' function, over the real S3 client, against an object store. */
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { Context, KinesisStreamBatchResponse, KinesisStreamEvent } from "aws-lambda";
import { parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { locationUpdate } from "../../support/events.ts";
import { kinesisEvent, lambdaContext } from "../../support/kinesis.ts";
import { type ObjectStore, startObjectStore } from "../../support/object-store.ts";

const bundle = fileURLToPath(new URL("../../../dist/aws/kinesis/lake.cjs", import.meta.url));
const line = (event: object) => Buffer.from(`${JSON.stringify(event)}\n`);

let objectStore: ObjectStore;
let handler: (event: KinesisStreamEvent, context: Context) => Promise<KinesisStreamBatchResponse>;
const printed: string[] = [];

const environment = (): Record<string, string> => ({
  LAKE_BUCKET: "lake",
  PRIVACY_KEY: "a-key-for-tests-only-0123456789-abcdef",
  AWS_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_ENDPOINT_URL_S3: objectStore.endpoint,
});

beforeAll(async () => {
  objectStore = await startObjectStore();
  for (const [name, value] of Object.entries(environment())) vi.stubEnv(name, value);
  const write = process.stdout.write.bind(process.stdout);
  vi.spyOn(process.stdout, "write").mockImplementation(((chunk: string | Uint8Array, ...rest: never[]) => {
    printed.push(String(chunk));
    return String(chunk).startsWith("{") ? true : write(chunk, ...rest);
  }) as typeof process.stdout.write);
  handler = createRequire(import.meta.url)(bundle).handler;
});
beforeEach(() => {
  printed.length = 0;
  objectStore.objects.clear();
  objectStore.refuse(false);
});
afterAll(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await objectStore.close();
});

function metrics(): Record<string, number> {
  const found = printed
    .join("")
    .split("\n")
    .find((text) => text.includes('"received"'));
  return JSON.parse(found ?? "{}");
}

describe("the lake's function", () => {
  it("lands a batch as one file, each event once, with its payload, and acknowledges it", async () => {
    const event = kinesisEvent([line(locationUpdate()), line(locationUpdate())]);
    expect(await handler(event, lambdaContext())).toEqual({ batchItemFailures: [] });
    const range = event.Records.map(({ kinesis }) => kinesis.sequenceNumber).join("-");
    const [[path, bytes] = ["", Buffer.of()], ...others] = [...objectStore.objects];
    expect(others).toEqual([]);
    expect(path).toBe(`/lake/events/dt=2018-12-17/hour=22/spaces-shardId-000000000006-${range}.parquet`);
    const rows = await parquetReadObjects({ file: new Uint8Array(bytes).buffer });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ x: 10.5, payload: expect.stringContaining('"xPos":10.5') });
    expect(metrics()).toMatchObject({ service: "lake", received: 2, stored: 1, duplicate: 1, rejected: 0, retry: 0 });
  });

  it("passes over what cannot be read, without a letter and without a warning of its own", async () => {
    const event = kinesisEvent([Buffer.from("garbage"), line(locationUpdate({ recordUid: "" }))]);
    expect(await handler(event, lambdaContext())).toEqual({ batchItemFailures: [] });
    expect(objectStore.objects.size).toBe(0);
    expect(metrics()).toMatchObject({ received: 2, ignored: 2, rejected: 0 });
    expect(printed.join("")).not.toContain("WARN");
  });

  it("asks for the batch again from its first event when the bucket takes nothing", async () => {
    objectStore.refuse(true);
    const event = kinesisEvent([Buffer.from("garbage"), line(locationUpdate()), line(locationUpdate())]);
    const [, first] = event.Records;
    expect(await handler(event, lambdaContext())).toEqual({
      batchItemFailures: [{ itemIdentifier: first?.kinesis.sequenceNumber }],
    });
    expect(metrics()).toMatchObject({ received: 3, ignored: 1, stored: 0, retry: 2 });
  });

  it("answers retry, and no time-out, when its time is up", async () => {
    const event = kinesisEvent([line(locationUpdate())]);
    const answer = await handler(event, lambdaContext(400));
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: event.Records[0]?.kinesis.sequenceNumber }] });
    expect(objectStore.objects.size).toBe(0);
  });

  it("never prints a value of an event, whatever becomes of it", async () => {
    const canary = "canary-7f3a";
    const person = { deviceId: canary, macAddress: canary, userId: canary, firstName: canary, email: canary };
    const events = [
      locationUpdate({}, { device: person, ssid: canary, ipv4: canary }),
      locationUpdate({ recordUid: { canary } }),
      locationUpdate({ recordTimestamp: canary }),
    ];
    for (const refuses of [false, true]) {
      objectStore.refuse(refuses);
      await handler(kinesisEvent([...events.map(line), Buffer.from(`{"recordUid":"${canary}`)]), lambdaContext());
    }
    expect(printed.join("")).toContain("records are not done");
    expect(printed.join("")).not.toContain(canary);
  });

  it("is warmed up by an event of that name, which is no batch", async () => {
    expect(await handler({ warmUp: true } as unknown as KinesisStreamEvent, lambdaContext())).toBeNull();
    expect(metrics()).toEqual({});
  });

  it.each([
    ["LAKE_BUCKET", "", "LAKE_BUCKET is not set"],
    ["PRIVACY_KEY", "", "PRIVACY_KEY_SECRET_ID is not set"],
  ])("does not start when %s is %j, and says so in one sentence", (name, value, sentence) => {
    const env = { PATH: process.env.PATH, ...environment(), [name]: value };
    const { status, stderr } = spawnSync(process.execPath, ["-e", `require(${JSON.stringify(bundle)})`], {
      env,
      encoding: "utf8",
    });
    expect(status).not.toBe(0);
    expect(stderr).toContain(`ConfigurationError: The environment variable ${sentence}`);
  });
});
