/** What serves the pull channel and the look-ups in Cisco's place. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { someFaults } from "../../../cli/simulator/spaces-api/faults.ts";
import type { SpacesApi } from "../../../cli/simulator/spaces-api/server.ts";
import { tellInTime } from "../../../cli/simulator/spaces-api/tell-in-time.ts";
import { API_KEY, apiWith, START_MS, simulatedEvents } from "../../support/spaces-api.ts";

const events = simulatedEvents(300);
const withMap = events.find(({ deviceLocationUpdate }) => deviceLocationUpdate !== undefined);
const mapId = (withMap?.deviceLocationUpdate as { mapId: string } | undefined)?.mapId;

let api: SpacesApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

async function get(path: string, headers: Readonly<Record<string, string>> = {}) {
  api ??= await apiWith(events);
  return fetch(`${api.url}/api/partners/v1/${path}`, { headers: { "x-api-key": API_KEY, ...headers } });
}

describe("the stand-in of Cisco's side", () => {
  it("answers a picture with its digest, and nothing new to who has it", async () => {
    const path = `maps/${mapId}/image?partnerTenantId=${withMap?.partnerTenantId}`;
    const picture = await get(path);
    expect([picture.status, picture.headers.get("content-type")]).toEqual([200, "image/png"]);
    const etag = picture.headers.get("etag") ?? "";
    expect((await get(path, { "if-none-match": etag })).status).toBe(304);
  });

  it.each([
    [`maps/${mapId}`, 403],
    [`maps/${mapId}?partnerTenantId=${withMap?.partnerTenantId}`, 200],
    ["maps/nowhere?partnerTenantId=p", 404],
    ["locations/nowhere?partnerTenantId=p", 404],
    ["locations/%E0?partnerTenantId=p", 404],
    ["users/u", 404],
    ["firehose/events?minPartition=0", 400],
    ["firehose/events?minPartition=7&maxPartition=6", 400],
    ["firehose/events?fromTimestamp=soon", 400],
  ])("answers %s with %d", async (path, status) => {
    expect((await get(path)).status).toBe(status);
  });

  it("refuses who has no key", async () => {
    expect((await get("firehose/events", { "x-api-key": "" })).status).toBe(401);
  });

  it("has the same failures for the same seed, and calls that do not fail", () => {
    const faultsOf = (seed: number) => {
      const next = someFaults(seed);
      return Array.from({ length: 60 }, () => next("/api/partners/v1/firehose/events"));
    };
    expect(faultsOf(1)).toEqual(faultsOf(1));
    expect(faultsOf(1)).not.toEqual(faultsOf(2));
    expect(new Set(faultsOf(1).map((fault) => fault?.kind))).toEqual(new Set([undefined, "status", "cut", "silence"]));
  });

  it("is told what is past at once and nothing before its time", async () => {
    const told: number[] = [];
    const abort = new AbortController();
    const tell = ({ recordTimestamp }: { recordTimestamp: number }) => void told.push(recordTimestamp);
    const later = { ...(events[0] as (typeof events)[number]), recordTimestamp: Date.now() + 3_600_000 };
    const telling = tellInTime([...events, later], { tell }, abort.signal);
    abort.abort();
    await telling;
    expect(told).toEqual(events.map(({ recordTimestamp }) => recordTimestamp));
    expect(told[0]).toBe(START_MS);
  });
});

describe("spaces simulate --serve", () => {
  it("serves until it is ended", { timeout: 30_000 }, async () => {
    const command = fileURLToPath(new URL("../../../cli/spaces.ts", import.meta.url));
    const { SPACES_API_KEY: _, ...env } = process.env;
    const child = spawn(process.execPath, [command, "simulate", "--serve", "--window", "1", "--rate", "10"], { env });
    const [output] = await once(child.stdout, "data");
    const [url = "", key] = String(output).trim().split("\n");
    expect(key).toBe("X-API-KEY: simulated");
    const response = await fetch(`${url}?fromTimestamp=1`, { headers: { "x-api-key": "simulated" } });
    const [first] = String(Buffer.from((await response.body?.getReader().read())?.value ?? [])).split("\n");
    expect(JSON.parse(first ?? "")).toMatchObject({ recordUid: expect.stringMatching(/^event-/) });
    child.kill("SIGTERM");
    const [code] = await once(child, "exit");
    expect(code).toBe(0);
  });

  it("says that a port is taken", async () => {
    api = await apiWith([]);
    const command = fileURLToPath(new URL("../../../cli/spaces.ts", import.meta.url));
    const child = spawn(process.execPath, [command, "simulate", "--serve", new URL(api.url).port]);
    const [complaint] = await once(child.stderr, "data");
    expect(String(complaint)).toMatch(/^--serve: port \d+ cannot be listened on \(EADDRINUSE\)/);
  });
});
