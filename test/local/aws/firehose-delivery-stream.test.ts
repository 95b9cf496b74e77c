import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FirehoseClient, PutRecordBatchCommand, PutRecordCommand } from "@aws-sdk/client-firehose";
import type { FirehoseTransformationResultRecord } from "aws-lambda";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openLake } from "../../../cli/query-duckdb.ts";
import {
  type DeliveryStream,
  type DeliveryStreamOptions,
  startDeliveryStream,
} from "../../../local/aws/firehose/delivery-stream.ts";
import { jsonLine } from "../../../shared/lake/json-line.ts";
import { newRow } from "../../../shared/row.ts";

const arrivedAtMs = Date.parse("2026-03-01T23:59:58Z");
const LARGE = 64 * 1024 * 1024;

function line(uid: string): string {
  return jsonLine({ ...newRow(uid, "TYPE", 1_767_225_600_000, 1_767_225_601_000, "core/1"), labels: { a: "b" } });
}

describe("The local delivery stream", () => {
  let directory: string;
  let stream: DeliveryStream;
  let client: FirehoseClient;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "delivery-"));
  });
  afterEach(async () => {
    client.destroy();
    await stream.close();
    await rm(directory, { recursive: true });
  });

  async function start(options: Partial<DeliveryStreamOptions> = {}): Promise<void> {
    stream = await startDeliveryStream({
      name: "spaces-lake",
      directory,
      bufferBytes: LARGE,
      bufferMs: 60_000,
      now: () => arrivedAtMs,
      ...options,
    });
    client = new FirehoseClient({
      endpoint: stream.endpoint,
      region: "us-east-1",
      maxAttempts: 1,
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    });
  }

  function put(...texts: string[]) {
    return client.send(
      new PutRecordBatchCommand({
        DeliveryStreamName: "spaces-lake",
        Records: texts.map((text) => ({ Data: Buffer.from(text) })),
      }),
    );
  }

  async function filesIn(folder: string): Promise<string[]> {
    const entries = await readdir(join(directory, folder), { recursive: true }).catch(() => []);
    return entries.filter((entry) => entry.includes("spaces-lake-1-"));
  }

  async function errorsIn(kind: string): Promise<Record<string, unknown>[]> {
    const files = await filesIn(`errors/${kind}`);
    const texts = await Promise.all(files.map((file) => readFile(join(directory, "errors", kind, file), "utf8")));
    return texts.flatMap((text) =>
      text
        .trim()
        .split("\n")
        .map((entry) => JSON.parse(entry) as Record<string, unknown>),
    );
  }

  /** Answers each record by its text: `drop`, `fail`, `lose` (left out), anything else Ok as it is. */
  function byText(records: readonly { recordId: string; data: string }[]): FirehoseTransformationResultRecord[] {
    return records.flatMap(({ recordId, data }): FirehoseTransformationResultRecord[] => {
      const text = Buffer.from(data, "base64").toString();
      if (text === "lose") return [];
      if (text === "drop") return [{ recordId, result: "Dropped" }];
      if (text === "fail") return [{ recordId, result: "ProcessingFailed" }];
      return [{ recordId, result: "Ok", data }];
    });
  }

  it("takes what the real SDK client puts and delivers it as Parquet in the partition of its arrival", async () => {
    await start();
    const answer = await put(line("a") + line("b"), line("c"));
    expect(answer.FailedPutCount).toBe(0);
    expect(answer.RequestResponses).toHaveLength(2);
    await client.send(
      new PutRecordCommand({ DeliveryStreamName: "spaces-lake", Record: { Data: Buffer.from(line("d")) } }),
    );
    await stream.flush();
    const [file, ...others] = await filesIn("events");
    expect(others).toEqual([]);
    expect(file).toMatch(/^dt=2026-03-01.hour=23.spaces-lake-1-2026-03-01-23-59-58-.+\.parquet$/);
    const lake = await openLake(directory);
    const { rows } = await lake.sql("SELECT record_uid, occurred_at, labels['a'], dt, hour FROM events ORDER BY 1");
    lake.close();
    expect(rows).toEqual(["a", "b", "c", "d"].map((uid) => [uid, "2026-01-01 00:00:00", "b", "2026-03-01", 23]));
  });

  it("writes a file when enough is waiting, without being asked", async () => {
    await start({ bufferBytes: 1024 });
    await put("x".repeat(1024 * 1000), "y".repeat(100 * 1024));
    await expect.poll(() => stream.stats().conversionFailed).toBe(1);
  });

  it("writes a file when the oldest row has waited long enough", async () => {
    await start({ bufferMs: 20 });
    await put(line("a"));
    await expect.poll(() => stream.stats().rowsDelivered).toBe(1);
  });

  it("keeps what is no row of the table below the conversion's error prefix, raw", async () => {
    await start();
    await put(`${line("a")}not json\n`, '{"occurred_at":"yesterday"}\n', "[]\n");
    await stream.flush();
    expect(stream.stats()).toMatchObject({ rowsDelivered: 1, conversionFailed: 3 });
    const errors = await errorsIn("format-conversion-failed");
    const raw = errors.map(({ rawData }) => Buffer.from(String(rawData), "base64").toString());
    expect(raw).toEqual(["not json", '{"occurred_at":"yesterday"}', "[]"]);
  });

  it("judges each of the transform's answers", async () => {
    await start({ transform: async ({ records }) => ({ records: byText(records) }) });
    await put(line("a"), "drop", "fail", "lose", line("b"));
    await stream.flush();
    expect(stream.stats()).toMatchObject({ rowsDelivered: 2, dropped: 1, processingFailed: 2 });
    const errors = await errorsIn("processing-failed");
    expect(errors.map(({ errorCode }) => errorCode)).toEqual([
      "Lambda.ProcessingFailedStatus",
      "Lambda.MissingRecordId",
    ]);
    expect(errors.map(({ rawData }) => Buffer.from(String(rawData), "base64").toString())).toEqual(["fail", "lose"]);
  });

  it("invokes a failing transform three more times", async () => {
    let calls = 0;
    await start({
      transform: async ({ records }) => {
        calls++;
        if (calls < 4) throw new Error("out of memory");
        return { records: byText(records) };
      },
    });
    await put(line("a"));
    await stream.flush();
    expect(calls).toBe(4);
    expect(stream.stats()).toMatchObject({ rowsDelivered: 1, processingFailed: 0 });
  });

  it.each([
    ["always fails", () => Promise.reject(new Error("out of memory"))],
    ["answers nothing of the shape", () => Promise.resolve(undefined as never)],
    [
      "answers too much",
      () => Promise.resolve({ records: [{ recordId: "x".repeat(6_000_001), result: "Dropped" as const }] }),
    ],
  ])("keeps the raw records when the transform %s", async (_, transform) => {
    await start({ transform });
    await put(line("a"), line("b"));
    await stream.flush();
    expect(stream.stats()).toMatchObject({ rowsDelivered: 0, processingFailed: 2 });
    const errors = await errorsIn("processing-failed");
    expect(errors.map(({ attemptsMade }) => attemptsMade)).toEqual([4, 4]);
    expect(errors.map(({ rawData }) => Buffer.from(String(rawData), "base64").toString())).toEqual([
      line("a"),
      line("b"),
    ]);
  });

  it("refuses what Data Firehose refuses, with its names", async () => {
    await start();
    const to = (name: string, records: readonly Uint8Array[]) =>
      client.send(new PutRecordBatchCommand({ DeliveryStreamName: name, Records: records.map((Data) => ({ Data })) }));
    await expect(to("another", [Buffer.from("a")])).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    await expect(to("spaces-lake", [new Uint8Array(1_000 * 1024 + 1)])).rejects.toMatchObject({
      name: "InvalidArgumentException",
    });
    await expect(to("spaces-lake", Array(501).fill(Buffer.from("a")) as Buffer[])).rejects.toMatchObject({
      name: "InvalidArgumentException",
    });
    await expect(to("spaces-lake", Array(5).fill(Buffer.alloc(900_000)) as Buffer[])).rejects.toMatchObject({
      name: "InvalidArgumentException",
    });
    expect(stream.stats().recordsIn).toBe(0);
  });

  it("delivers what is waiting when it is closed", async () => {
    await start();
    await put(line("a"));
    await stream.close();
    expect(stream.stats().rowsDelivered).toBe(1);
  });
});
