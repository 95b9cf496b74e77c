import type { Context, FirehoseTransformationEvent, FirehoseTransformationResult } from "aws-lambda";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Row } from "../../../shared/row.ts";
import { firehoseEvent } from "../../support/firehose.ts";
import { ARRIVED_AT_MS, garbage, jsonOf } from "./corpus.ts";

const context = {
  functionName: "transform",
  awsRequestId: "request",
  getRemainingTimeInMillis: () => 60_000,
} as Context;

/** What Data Firehose hands to a transform: about 1 MB of records. */
const BATCH_RECORDS = 1_000;

const eventOf = (payloads: readonly Buffer[]) => firehoseEvent(payloads, ARRIVED_AT_MS);

function linesOf(data: string | undefined): string[] {
  return Buffer.from(data ?? "", "base64")
    .toString()
    .split("\n")
    .slice(0, -1);
}

describe("The transform function", () => {
  let handler: (event: FirehoseTransformationEvent, context: Context) => Promise<FirehoseTransformationResult>;
  const logged: string[] = [];
  beforeAll(async () => {
    vi.stubEnv("WRITE_TABLES", "false");
    vi.stubEnv("PRIVACY_KEY", "0123456789abcdef0123456789abcdef");
    // Powertools writes past the console unless it runs for a developer.
    vi.stubEnv("POWERTOOLS_DEV", "true");
    for (const method of ["log", "info", "warn", "error"] as const)
      vi.spyOn(console, method).mockImplementation((...texts: unknown[]) => void logged.push(texts.join(" ")));
    vi.spyOn(process.stdout, "write").mockImplementation((text) => logged.push(String(text)) > 0);
    ({ handler } = (await import("../../../functions/firehose/handler.ts")) as unknown as { handler: typeof handler });
  });
  afterEach(() => {
    logged.length = 0;
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  async function transform(payloads: readonly Buffer[]) {
    const { records } = await handler(eventOf(payloads), context);
    return records;
  }

  it("turns an event into a row of the lake, after the privacy policy", async () => {
    const [answer] = await transform([jsonOf(0)]);
    expect(answer?.result).toBe("Ok");
    const [line, ...others] = linesOf(answer?.data);
    expect(others).toEqual([]);
    const row = JSON.parse(line ?? "") as Row;
    expect(row).toMatchObject({
      record_uid: "uid-0",
      event_type: "DEVICE_LOCATION_UPDATE",
      received_at: ARRIVED_AT_MS,
      floor_name: "First floor",
      building_name: "Head office",
      x: 12.5,
    });
    expect(row.payload).toContain('"xPos":12.5');
    expect(line).not.toContain("00:11:22:33:44:55");
    expect(line).not.toContain("a@b.example");
  });

  it("writes several events of one record as several lines", async () => {
    const [answer] = await transform([Buffer.concat([jsonOf(0), jsonOf(1), jsonOf(2)])]);
    expect(linesOf(answer?.data).map((line) => (JSON.parse(line) as Row).record_uid)).toEqual([
      "uid-0",
      "uid-1",
      "uid-2",
    ]);
  });

  it("drops what configuration ignores, keeps repeats, fails what it cannot use", async () => {
    const keepAlive = Buffer.from('{"recordUid":"k","recordTimestamp":1767225600000,"eventType":"KEEP_ALIVE"}');
    const answers = await transform([keepAlive, jsonOf(0), jsonOf(0), ...garbage]);
    expect(answers.map(({ result }) => result)).toEqual([
      "Dropped",
      "Ok",
      "Ok",
      ...garbage.map(() => "ProcessingFailed"),
    ]);
    expect(answers[1]?.data).toBe(answers[2]?.data);
  });

  it("fails the whole record when one of its events cannot be used, so that this one is kept too", async () => {
    const [answer] = await transform([Buffer.concat([jsonOf(0), Buffer.from("not an event\n"), jsonOf(1)])]);
    expect(answer).toEqual({ recordId: "record-0", result: "ProcessingFailed" });
  });

  it("answers every record once, in order, whatever the bytes", async () => {
    const payload = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc.json().map((text) => Buffer.from(text)),
      fc.nat(1_000).map(jsonOf),
      fc.constantFrom(...garbage),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(payload, { maxLength: 10 }), async (payloads) => {
        const answers = await transform(payloads);
        expect(answers.map(({ recordId }) => recordId)).toEqual(payloads.map((_, index) => `record-${index}`));
        for (const { result, data } of answers) {
          expect(["Ok", "Dropped", "ProcessingFailed"]).toContain(result);
          expect(linesOf(data).length > 0).toBe(result === "Ok");
        }
      }),
    );
  });

  it("stays below 6 MB when a full request expands", async () => {
    const long = Buffer.from(
      `${JSON.stringify({ recordUid: "u", recordTimestamp: ARRIVED_AT_MS, eventType: "X", x: { note: '"'.repeat(200_000) } })}\n`,
    );
    const answers = await transform(Array.from({ length: 10 }, () => long));
    expect(Buffer.byteLength(JSON.stringify({ records: answers }))).toBeLessThanOrEqual(6_000_000);
    expect(answers).toHaveLength(10);
    expect(new Set(answers.map(({ result }) => result))).toEqual(new Set(["Ok", "ProcessingFailed"]));
    expect(logged.join("\n")).toContain("did not fit into the response");
  });

  it("loses nothing of 100,000 events with 1 % garbage among them", async () => {
    const seen = new Set<string>();
    let failed = 0;
    for (let first = 0; first < 100_000; first += BATCH_RECORDS) {
      const payloads = Array.from({ length: BATCH_RECORDS }, (_, place) =>
        place % 100 === 99
          ? (garbage[(((first + place) / 100) % garbage.length) | 0] ?? jsonOf(0))
          : jsonOf(first + place),
      );
      for (const [place, { result, data }] of (await transform(payloads)).entries()) {
        if (place % 100 === 99) expect(result).toBe("ProcessingFailed");
        if (result === "ProcessingFailed") failed++;
        else for (const line of linesOf(data)) seen.add(/"record_uid":"([^"]+)"/.exec(line)?.[1] ?? "");
      }
    }
    expect(failed).toBe(1_000);
    expect(seen.size).toBe(99_000);
  }, 120_000);

  it("logs no value of an event", async () => {
    const canary = "canary-7f3a";
    const poisoned = [
      Buffer.from(`{"recordUid":"${canary}"}`),
      Buffer.from(`{"recordUid":"u","eventType":"${canary}","recordTimestamp":"${canary}"}`),
      Buffer.from(`${canary} is no event`),
    ];
    await transform(poisoned);
    expect(logged.join("\n")).toContain("events were rejected");
    expect(logged.join("\n")).not.toContain(canary);
  });
});
