/** The command itself, as a user runs it. Needs the built bundle, as `npm test` makes it. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { PutRecordCommand } from "@aws-sdk/client-kinesis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findLake } from "../../cli/local-lakes.ts";
import { openLake } from "../../cli/query-duckdb.ts";
import { findRun } from "../../cli/stage/local-runs.ts";
import { kinesisClient } from "../../local/aws/clients.ts";
import type { RunResult } from "../../local/result.ts";
import { finished, startLocalRun } from "../support/local-run.ts";

const TIMEOUT_MS = 90_000;

describe("npm run local", { timeout: TIMEOUT_MS }, () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "local-run-"));
  });
  afterAll(() => rm(directory, { recursive: true }));

  const start = (...argv: string[]) => startLocalRun(directory, [...argv]);

  /** Events in the files of the stream's consumer, each once, of the newest run. */
  async function landedEvents(): Promise<unknown> {
    const folder = await findLake(undefined, join(directory, ".local/lakes"));
    const lake = await openLake(folder);
    const files = join(folder, "events/**/spaces-push-shardId*.parquet");
    const identity = "record_uid, occurred_at, tenant_id, subject_kind, subject_id";
    const { rows } = await lake.sql(`SELECT count(*) FROM (SELECT DISTINCT ${identity} FROM read_parquet('${files}'))`);
    lake.close();
    return rows[0]?.[0];
  }

  const local = (...argv: string[]) => finished(start(...argv));

  it("prints one JSON line in which every event is accounted for", async () => {
    const { code, out, err } = await local("--events", "400", "--seed", "3", "--json");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out.trim().split("\n")).toHaveLength(1);
    const result = JSON.parse(out) as RunResult;
    const { received, stored, duplicate, ignored, rejected, retry, tables } = result;
    expect(received).toBe(400);
    expect(stored + duplicate + ignored + rejected + retry).toBe(400);
    expect({ duplicate, rejected, retry }).toEqual({ duplicate: 0, rejected: 0, retry: 0 });
    expect(tables.events).toBe(stored);
    expect(tables.state).toBeGreaterThan(0);
    expect(result.eventsPerSecond).toBeGreaterThan(0);
    expect(result.lagMs.p99).toBeGreaterThanOrEqual(result.lagMs.p50);
  });

  it("loses nothing to duplicates, disorder, poison, a throttled database and a lake out of reach", async () => {
    const { code, out } = await local("--events", "1500", "--faults", "--json");
    expect(code).toBe(0);
    const { received, stored, duplicate, ignored, rejected, retry, tables, lake } = JSON.parse(out) as RunResult;
    expect(received).toBe(stored + duplicate + ignored + rejected);
    expect(lake.failed).toBe(0);
    expect(await landedEvents()).toBe(tables.events);
    expect(retry).toBe(0);
    expect(rejected).toBeGreaterThan(0);
    // Every event that is not ignored has its one item, however often it came; an ignored one can come twice, too.
    expect(tables.events).toBeLessThanOrEqual(1_500);
    expect(tables.events).toBeGreaterThanOrEqual(1_500 - ignored);
    expect(stored + duplicate).toBeGreaterThan(tables.events);
  });

  it("takes a file of good and bad records, and tells what it did and why", async () => {
    const good = (uid: string) =>
      JSON.stringify({
        recordUid: uid,
        recordTimestamp: 1_767_225_600_000,
        spacesTenantId: "tenant",
        eventType: "DEVICE_ENTRY",
        deviceEntry: { device: { deviceId: "device-1" }, location: { locationId: "floor-1", name: "Ground" } },
      });
    const path = join(directory, "events.ndjson");
    await writeFile(path, `${good("a")}\n${good("a")}\n${good("b")}\n{"recordUid":\nno event at all\n`);
    const { code, out } = await local("--input", path);
    expect(code).toBe(0);
    expect(out).toContain("2 of 5 events were rejected");
    expect(out).toContain("5 events in");
    expect(out).toContain("2 items of history");
    expect(out).toContain("malformed-json");
    expect(out).toContain("unknown-encoding");
  });

  it("takes the whole of a gzip file, and with --strict fails when nothing of it could be used", async () => {
    const path = join(directory, "garbage.gz");
    await writeFile(path, gzipSync("no event at all\n".repeat(10_001)));
    const { code, out, err } = await local("--input", path, "--json", "--strict", "--seed", "3");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ received: 10_001, rejected: 10_001 });
    expect(err).toContain("all 10,001 events were rejected");
    expect(err).toContain("--seed says nothing about an --input file");
  });

  it("stays up with --keep, tells what comes, has it in the lake, and ends with 130 on Ctrl-C", async () => {
    const child = start("--events", "20", "--keep");
    const ended = finished(child);
    const said = (text: string | RegExp) =>
      new Promise<string>((resolve) => {
        let out = "";
        child.stdout?.on("data", (chunk) => {
          out += chunk;
          if (out.match(text)) resolve(out);
        });
      });
    const text = await said("Ctrl-C ends it");
    const runs = join(directory, ".local/runs");
    expect((await findRun(undefined, runs)).cloud).toBe("aws");
    expect(text).toMatch(/aws dynamodb query --endpoint-url http:\/\/127\.0\.0\.1:\d+ --table-name spaces-state/);
    const arrived = said(/1 stored/);
    const endpoint = /Kinesis +(\S+)/.exec(text)?.[1] ?? "";
    const client = kinesisClient(endpoint);
    const event = {
      recordUid: "by-hand",
      recordTimestamp: Date.now(),
      spacesTenantId: "tenant",
      eventType: "DEVICE_ENTRY",
      deviceEntry: { device: { deviceId: "device-by-hand" } },
    };
    const Data = Buffer.from(JSON.stringify(event));
    await client.send(new PutRecordCommand({ StreamName: "spaces-push", PartitionKey: "1", Data }));
    await arrived;
    const rejected = said(/1 rejected \(unknown-encoding\)/);
    await client.send(
      new PutRecordCommand({ StreamName: "spaces-push", PartitionKey: "1", Data: Buffer.from("no event") }),
    );
    await rejected;
    client.destroy();
    const lakeDirectory = /Lake +(\S+)/.exec(text)?.[1] ?? "";
    await expect
      .poll(
        async () => {
          const lake = await openLake(lakeDirectory);
          const { rows } = await lake.sql("SELECT record_uid FROM events WHERE record_uid = 'by-hand'");
          lake.close();
          return rows;
        },
        { timeout: TIMEOUT_MS },
      )
      .toEqual([["by-hand"]]);
    child.kill("SIGINT");
    expect((await ended).code).toBe(130);
    await expect(findRun(undefined, runs)).rejects.toThrow("No local run is up");
  });

  it("ends in the middle of the work on Ctrl-C, without a word", async () => {
    const child = start("--events", "100000", "--json");
    const ended = finished(child);
    setTimeout(() => child.kill("SIGINT"), 4_000);
    expect(await ended).toEqual({ code: 130, out: "", err: "" });
  });

  it.each([
    [["--events", "-3"], 2],
    [["--encoding", "xml"], 2],
    [["--input", "no-such-file"], 1],
  ])("says what is wrong with %j, without a stack trace", async (argv, expected) => {
    const { code, out, err } = await local(...argv);
    expect({ code, out }).toEqual({ code: expected, out: "" });
    expect(err).not.toContain("    at ");
    expect(err.trim()).not.toBe("");
  });
});
