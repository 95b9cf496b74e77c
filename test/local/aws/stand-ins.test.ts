import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BatchWriteItemCommand, DescribeTableCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterEach, describe, expect, it } from "vitest";
import { UserError } from "../../../cli/user-error.ts";
import { s3Client } from "../../../local/aws/clients.ts";
import { startDynamoDb } from "../../../local/aws/stand-ins/dynamodb/dynamodb.ts";
import { startKinesis } from "../../../local/aws/stand-ins/kinesis/kinesis.ts";
import { startLakeBucket } from "../../../local/aws/stand-ins/lake-bucket.ts";
import { startS3 } from "../../../local/aws/stand-ins/s3.ts";

const tables = { events: "events", state: "state", places: "places" };

describe("The stand-ins", { timeout: 30_000 }, () => {
  const started: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map((part) => part.close()));
  });

  async function track<T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> {
    const part = await starting;
    started.push(part);
    return part;
  }

  it("have the tables of the deployed system", async () => {
    const { client } = await track(startDynamoDb({ tables }));
    const { Table } = await client.send(new DescribeTableCommand({ TableName: tables.state }));
    expect(Table?.KeySchema?.map(({ AttributeName }) => AttributeName)).toEqual(["pk", "sk"]);
    expect(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName)).toEqual(["by-location"]);
  });

  it("keep objects, also when the client streams them with a checksum", async () => {
    const { client, bucket } = await track(startS3("letters"));
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: "a/b", Body: "one\ntwo\n" }));
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: "a/b" }));
    expect(await Body?.transformToString()).toBe("one\ntwo\n");
  });

  it("keep the lake's files whole in a folder, refuse them on demand, and know no other call", async () => {
    const directory = await mkdtemp(join(tmpdir(), "lake-bucket-"));
    const bucket = await track(startLakeBucket({ bucket: "lake", directory, faulty: false }));
    const client = s3Client(bucket.endpoint);
    const put = (Body: string) => client.send(new PutObjectCommand({ Bucket: "lake", Key: "events/dt=1/a", Body }));
    await put("one");
    await put("two");
    expect(await readdir(join(directory, "events/dt=1"))).toEqual(["a"]);
    expect(await readFile(join(directory, "events/dt=1/a"), "utf8")).toBe("two");
    expect(bucket.objects()).toBe(1);
    bucket.refuse(true);
    await expect(put("three")).rejects.toMatchObject({ name: "SlowDown" });
    expect(bucket.refusedPuts()).toBe(3);
    const get = client.send(new GetObjectCommand({ Bucket: "lake", Key: "events/dt=1/a" }));
    await expect(get).rejects.toMatchObject({ name: "NotImplemented" });
    client.destroy();
    await rm(directory, { recursive: true });
  });

  it("throttle writes on demand: some are refused, some batches come back in part, and all get in at last", async () => {
    const { client } = await track(startDynamoDb({ tables, throttled: true }));
    let refused = 0;
    let unprocessed = 0;
    for (let call = 0; call < 110; call++) {
      let items = [0, 1, 2, 3].map((n) => ({ PutRequest: { Item: { pk: { S: "a" }, sk: { S: `${call}-${n}` } } } }));
      while (items.length > 0) {
        try {
          const { UnprocessedItems } = await client.send(
            new BatchWriteItemCommand({ RequestItems: { [tables.events]: items } }),
          );
          items = (UnprocessedItems?.[tables.events] ?? []) as typeof items;
          unprocessed += items.length;
        } catch (error) {
          expect(error).toMatchObject({ name: "ProvisionedThroughputExceededException" });
          refused++;
        }
      }
    }
    expect(unprocessed).toBeGreaterThan(0);
    expect(refused).toBe(0); // The SDK's own retries are enough for these.
    await client.send(new PutItemCommand({ TableName: tables.state, Item: { pk: { S: "a" }, sk: { S: "b" } } }));
  });

  it("tell how many calls were throttled, and can be told to begin and to end", async () => {
    const { client, throttle, throttledCalls } = await track(startDynamoDb({ tables }));
    const put = () =>
      client.send(new PutItemCommand({ TableName: tables.state, Item: { pk: { S: "a" }, sk: { S: "b" } } }));
    for (let call = 0; call < 60; call++) await put();
    expect(throttledCalls()).toBe(0);
    throttle(true);
    for (let call = 0; call < 60; call++) await put();
    await expect.poll(throttledCalls).toBe(1);
    throttle(false);
    for (let call = 0; call < 60; call++) await put();
    expect(throttledCalls()).toBe(1);
  });

  it("listen on the port of HTTP itself where that is allowed, and else say what is missing", async () => {
    // Which of the two depends on who runs the test.
    const answer = await track(startS3("bucket", 80)).then(
      ({ endpoint }) => endpoint,
      (error: Error) => error,
    );
    if (typeof answer === "string") expect(answer).toBe("http://127.0.0.1:80");
    else {
      expect(answer).toBeInstanceOf(UserError);
      expect(answer.message).toMatch(/^Port 80 .*; give another with --s3-port, or 0 for any free one\.$/);
    }
  });

  it.each([
    ["kinesis", (port: number) => startKinesis("stream", 1, port)],
    ["dynamodb", (port: number) => startDynamoDb({ tables, port })],
    ["s3", (port: number) => startS3("bucket", port)],
  ] as const)("name the option when the port of %s is in use", async (service, start) => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as { port: number };
    try {
      const starting = start(port);
      await expect(starting).rejects.toThrow(UserError);
      await expect(starting).rejects.toThrow(`Port ${port} is in use; give another with --${service}-port`);
    } finally {
      other.close();
    }
  });
});
