/** `npm run local -- --cloud azure`, as a user runs it. Needs the built bundles, as `npm test` makes them. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventHubProducerClient } from "@azure/event-hubs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunResult } from "../../../local/result.ts";
import { finished, startLocalRun } from "../../support/local-run.ts";

const TIMEOUT_MS = 180_000;

describe("npm run local -- --cloud azure", { timeout: TIMEOUT_MS }, () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "local-azure-"));
  });
  afterAll(() => rm(directory, { recursive: true }));

  const start = (...argv: string[]) => startLocalRun(directory, ["--cloud", "azure", ...argv]);

  it("prints one JSON line in which every event is accounted for, faults included", async () => {
    const { code, out, err } = await finished(start("--events", "600", "--faults", "--json"));
    expect({ code, lines: out.trim().split("\n").length }).toEqual({ code: 0, lines: 1 });
    const { received, stored, duplicate, ignored, rejected, retry, tables } = JSON.parse(out) as RunResult;
    expect(received).toBe(stored + duplicate + ignored + rejected);
    expect(received).toBeGreaterThan(600);
    expect(retry).toBe(0);
    expect(rejected).toBeGreaterThan(0);
    expect(err).toMatch(/calls throttled by the database/);
    // Not all of it is waited out within an invocation: the trigger has to bring a batch again.
    expect(err).toMatch(/[1-9]\d* records delivered again/);
    // Every event that is not ignored has its one item, however often it came; an ignored one can come twice, too.
    expect(tables.events).toBeLessThanOrEqual(600);
    expect(tables.events).toBeGreaterThanOrEqual(600 - ignored);
  });

  it("answers from the tables, stays up with --keep, tells what comes, and ends with 130 on Ctrl-C", async () => {
    const path = join(directory, "events.ndjson");
    const recordTimestamp = Date.now();
    const good = (recordUid: string) =>
      JSON.stringify({
        recordUid,
        recordTimestamp,
        spacesTenantId: "tenant",
        eventType: "DEVICE_LOCATION_UPDATE",
        deviceLocationUpdate: {
          device: { deviceId: "device-1" },
          location: { locationId: "floor-1", name: "Ground", inferredLocationTypes: ["FLOOR"] },
          xPos: 1,
          yPos: 2,
        },
      });
    await writeFile(path, `${good("a")}\n${good("a")}\n${good("b")}\nno event at all\n`);
    const child = start("--input", path, "--keep");
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
    expect(text).toContain("4 events in");
    expect(text).toContain("2 items of history");
    expect(text).toContain("Where is device device-1 of tenant now?");
    expect(text).toContain("unknown-encoding");
    expect(text).toMatch(/az storage entity query .+ --table-name state/);
    const arrived = said(/1 stored/);
    const connection = /new EventHubProducerClient\("([^"]+)"\)/.exec(text)?.[1] ?? "";
    const producer = new EventHubProducerClient(connection);
    await producer.sendBatch([{ body: JSON.parse(good("by-hand")) }]);
    await arrived;
    await producer.close();
    child.kill("SIGINT");
    expect((await ended).code).toBe(130);
  });

  it("ends in the middle of the work on Ctrl-C, without a word", async () => {
    const child = start("--events", "100000", "--json");
    const ended = finished(child);
    setTimeout(() => child.kill("SIGINT"), 8_000);
    expect(await ended).toEqual({ code: 130, out: "", err: "" });
  });
});
