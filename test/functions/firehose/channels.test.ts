import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { FirehoseClient, PutRecordBatchCommand } from "@aws-sdk/client-firehose";
import type { KinesisStreamEvent, KinesisStreamRecord } from "aws-lambda";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalLake, openLake } from "../../../cli/query-duckdb.ts";
import * as firehose from "../../../functions/firehose/records.ts";
import * as kinesis from "../../../functions/kinesis/records.ts";
import { type DeliveryStream, startDeliveryStream } from "../../../local/aws/firehose/delivery-stream.ts";
import { coreConfiguration } from "../../../runtime/configuration.ts";
import { startCore } from "../../../runtime/start-core.ts";
import { batchInNoHurry } from "../../../shared/batch/batch.ts";
import { processBatch } from "../../../shared/batch/process-batch.ts";
import { landing, type PutFile } from "../../../shared/lake/landing.ts";
import type { SourceRecord } from "../../../shared/outcome.ts";
import type { EventSink } from "../../../shared/ports.ts";
import { columnList } from "../../../shared/row.ts";
import { ARRIVED_AT_MS, jsonOf } from "./corpus.ts";

const EVENTS = 400;
const buffer = { bufferBytes: 64 * 1024 * 1024, bufferMs: 60_000, now: () => ARRIVED_AT_MS };

describe("The two channels into the lake", () => {
  let directory: string;
  let lake: LocalLake;
  const streams: DeliveryStream[] = [];
  const clients: FirehoseClient[] = [];
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "channels-"));
    const core = await startCore(
      coreConfiguration({ PRIVACY_KEY: "0123456789abcdef0123456789abcdef" }),
      true,
      async () => undefined,
    );
    const process = (records: readonly SourceRecord[], sinks: readonly EventSink[]) =>
      processBatch(batchInNoHurry(records, "test"), { ...core, sinks, deadLetter: { put: async () => undefined } });

    const event = kinesisEvent();
    const putFile: PutFile = async ({ key, bytes }) => {
      await mkdir(dirname(join(directory, key)), { recursive: true });
      await writeFile(join(directory, key), bytes);
    };
    const outcomes = await process(kinesis.getRecords(event), [landing(putFile, kinesis.sourceOf(event))]);
    expect(outcomes.map(({ fate }) => fate.status)).toEqual(Array(EVENTS).fill("stored"));

    const pushed = await open("pushed", directory, async (event) => {
      const transformed = await process(firehose.getRecords(event), []);
      return firehose.buildResponse(transformed).answer;
    });
    const Records = Array.from({ length: EVENTS }, (_, index) => ({ Data: jsonOf(index) }));
    await pushed.send(new PutRecordBatchCommand({ DeliveryStreamName: "pushed", Records }));
    await Promise.all(streams.map((stream) => stream.flush()));
    lake = await openLake(directory);
  }, 30_000);
  afterAll(async () => {
    lake.close();
    for (const client of clients) client.destroy();
    await Promise.all(streams.map((stream) => stream.close()));
    await rm(directory, { recursive: true });
  });

  async function open(name: string, into: string, transform?: Parameters<typeof startDeliveryStream>[0]["transform"]) {
    const stream = await startDeliveryStream({ name, directory: into, ...buffer, ...(transform && { transform }) });
    const credentials = { accessKeyId: "local", secretAccessKey: "local" };
    const client = new FirehoseClient({ endpoint: stream.endpoint, region: "us-east-1", credentials });
    streams.push(stream);
    clients.push(client);
    return client;
  }

  it("meet in one table, with one file from each", async () => {
    expect(streams.map((stream) => stream.stats())).toMatchObject([
      { recordsIn: EVENTS, rowsDelivered: EVENTS, filesWritten: 1, processingFailed: 0, conversionFailed: 0 },
    ]);
    expect((await lake.sql("SELECT count(*), count(DISTINCT dt || hour) FROM events")).rows).toEqual([[2 * EVENTS, 1]]);
  });

  it("give identical rows, column by column", async () => {
    const { rows } = await lake.sql(
      `SELECT copies, count(*) FROM (SELECT count(*) AS copies FROM events GROUP BY ${columnList.map(({ name }) => name).join(", ")}) GROUP BY 1`,
    );
    expect(rows).toEqual([[2, EVENTS]]);
  });

  it("count as one in events_latest", async () => {
    expect((await lake.sql("SELECT count(*) FROM events_latest")).rows).toEqual([[EVENTS]]);
  });
});

function kinesisEvent(): KinesisStreamEvent {
  const Records = Array.from({ length: EVENTS }, (_, index) => ({
    eventID: `shardId-000000000000:${index}`,
    eventSourceARN: "arn:aws:kinesis:us-east-1:000000000000:stream/spaces",
    kinesis: {
      sequenceNumber: String(index),
      partitionKey: "key",
      data: jsonOf(index).toString("base64"),
      approximateArrivalTimestamp: ARRIVED_AT_MS / 1_000,
    },
  }));
  return { Records: Records as KinesisStreamRecord[] };
}
