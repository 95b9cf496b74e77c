/** A connection to the pull channel, over the stand-in of Cisco's side. */
import { afterEach, describe, expect, it } from "vitest";
import { faultsInTurn } from "../../../cli/simulator/spaces-api/faults.ts";
import type { SpacesApi } from "../../../cli/simulator/spaces-api/server.ts";
import { type PullOptions, pullLines } from "../../../cli/spaces-api/pull-lines.ts";
import { PassingApiError } from "../../../cli/spaces-api/request.ts";
import { UserError } from "../../../cli/user-error.ts";
import { API_KEY, apiWith, START_MS, simulatedEvents } from "../../support/spaces-api.ts";

const events = simulatedEvents(300);
let api: SpacesApi;
afterEach(() => api.close());

type Told = { readonly recordUid: string; readonly eventType: string; readonly recordTimestamp: number };

/** The simulation has KEEP_ALIVEs, too, of its own time. */
const isServers = ({ eventType, recordTimestamp }: Told) =>
  eventType === "KEEP_ALIVE" && recordTimestamp > (events.at(-1)?.recordTimestamp ?? 0);

/** What came before the first KEEP_ALIVE or the end; the error, where it ended with one. */
async function pulled(options: Partial<PullOptions> = {}) {
  const access = { base: api.url, key: API_KEY };
  const all = { access, fromTimestamp: START_MS, minPartition: 1, maxPartition: 12, silenceMs: 5_000 };
  const told: Told[] = [];
  try {
    for await (const lines of pullLines({ ...all, signal: new AbortController().signal, ...options })) {
      told.push(...lines.map((line) => JSON.parse(line.toString()) as Told));
      if (told.some(isServers)) break;
    }
    return { told: told.filter((event) => !isServers(event)), error: undefined };
  } catch (error) {
    return { told, error };
  }
}

const uids = (told: readonly { recordUid: string }[]) => told.map(({ recordUid }) => recordUid);

describe("a connection to the pull channel", () => {
  it("brings every event since a time, in order, and then KEEP_ALIVEs", async () => {
    api = await apiWith(events);
    const { told } = await pulled();
    expect(uids(told)).toEqual(uids(events));
  });

  it("begins at the time asked for", async () => {
    api = await apiWith(events);
    const from = events[200]?.recordTimestamp ?? 0;
    const { told } = await pulled({ fromTimestamp: from });
    expect(uids(told)).toEqual(uids(events.filter(({ recordTimestamp }) => recordTimestamp >= from)));
  });

  it("brings each event to one of the connections that share the partitions", async () => {
    api = await apiWith(events);
    const parts: string[] = [];
    for (const [minPartition, maxPartition] of [
      [1, 4],
      [5, 8],
      [9, 12],
    ] as const) {
      const { told } = await pulled({ minPartition, maxPartition });
      expect(told.length).toBeGreaterThan(0);
      parts.push(...uids(told));
    }
    expect(parts.sort()).toEqual([...uids(events)].sort());
  });

  it("leaves out a line that was cut off, and says that it broke", async () => {
    api = await apiWith(events, { nextFault: faultsInTurn([{ kind: "cut", afterLines: 120 }]) });
    const { told, error } = await pulled();
    expect(uids(told)).toEqual(uids(events.slice(0, 120)));
    expect(error).toBeInstanceOf(PassingApiError);
  });

  it("takes a connection on which not even a KEEP_ALIVE comes for dead", async () => {
    api = await apiWith(events, { nextFault: faultsInTurn([{ kind: "silence", afterLines: 20 }]) });
    const { told, error } = await pulled({ silenceMs: 300 });
    expect(told).toHaveLength(20);
    expect(error).toMatchObject({ name: "PassingApiError", message: "nothing came for 0.3 s" });
  });

  it.each([
    [
      { kind: "status", status: 429, retryAfterSeconds: 7 },
      { name: "PassingApiError", retryAfterMs: 7_000 },
    ],
    [
      { kind: "status", status: 429 },
      { name: "PassingApiError", retryAfterMs: undefined },
    ],
    [
      { kind: "status", status: 503 },
      { name: "PassingApiError", message: "it answers 503" },
    ],
    [
      { kind: "status", status: 401 },
      { name: "UserError", message: expect.stringContaining("refuses the API key") },
    ],
    [
      { kind: "status", status: 403 },
      { name: "UserError", message: expect.stringContaining("enable HTTP") },
    ],
    [
      { kind: "status", status: 404 },
      { name: "UserError", message: expect.stringContaining("is --api its address?") },
    ],
    [
      { kind: "status", status: 400 },
      { name: "UserError", message: expect.stringContaining("400") },
    ],
  ] as const)("tells what passes from what does not: %j", async (fault, expected) => {
    api = await apiWith(events, { nextFault: faultsInTurn([fault]) });
    const { told, error } = await pulled();
    expect(told).toEqual([]);
    expect(error).toMatchObject(expected);
  });

  it("never tells the key, not in a refusal either", async () => {
    const key = "a key that is wrong";
    api = await apiWith([]);
    const { error } = await pulled({ access: { base: api.url, key } });
    expect(error).toBeInstanceOf(UserError);
    expect(`${(error as Error).stack} ${api.calls}`).not.toContain(key);
  });

  it("says that nobody is there", async () => {
    api = await apiWith([]);
    await api.close();
    const { error } = await pulled();
    expect(error).toMatchObject({ name: "PassingApiError", message: "it cannot be reached (ECONNREFUSED)" });
    api = await apiWith([]);
  });

  it("ends without a word at the signal", async () => {
    api = await apiWith(events, { keepAliveMs: 60_000 });
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 300);
    const { told, error } = await pulled({ signal: abort.signal });
    expect(error).toBeUndefined();
    expect(told.length).toBeGreaterThan(0);
  });
});
