/** `spaces backfill` from the stand-in of Cisco's side into a transport, and through the core into tables. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { backfill } from "../../cli/backfill/backfill.ts";
import { isPulled } from "../../cli/backfill/records.ts";
import { register } from "../../cli/backfill.ts";
import { type ApiFault, faultsInTurn } from "../../cli/simulator/spaces-api/faults.ts";
import type { SpacesApi } from "../../cli/simulator/spaces-api/server.ts";
import type { Stage } from "../../cli/stage/stage.ts";
import { runCommand } from "../support/command.ts";
import { processRecords } from "../support/core.ts";
import { memoryStore } from "../support/memory-store.ts";
import { type MemoryTransport, memoryTransport } from "../support/memory-transport.ts";
import { API_KEY, apiWith, START_MS, simulatedEvents } from "../support/spaces-api.ts";

const MINUTE_MS = 60_000;
/** Of 200 seconds. */
const events = simulatedEvents(2_000);
const lineOf = (event: object) => Buffer.from(`${JSON.stringify(event)}\n`);
const iso = (ms: number) => new Date(ms).toISOString();

let api: SpacesApi;
let transport: MemoryTransport;
let said: string[];
beforeEach(() => {
  vi.stubEnv("SPACES_API_KEY", API_KEY);
  vi.useFakeTimers({ toFake: ["Date"], now: START_MS + 10 * MINUTE_MS });
  transport = memoryTransport(Date.now);
  said = [];
  const say = (text: string) => void said.push(text);
  vi.spyOn(console, "log").mockImplementation(say);
  vi.spyOn(console, "error").mockImplementation(say);
});
afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  process.exitCode = undefined;
  await api.close();
});

/** What the push brings, each event a tenth of a second after it happened. */
function push(isPushed: (index: number) => boolean): void {
  for (const [index, event] of events.entries())
    if (isPushed(index)) transport.push(lineOf(event), event.recordTimestamp + 100);
}

async function spacesBackfill(...words: readonly string[]): Promise<void> {
  const stage = { name: "the stage of a test", transports: [transport], readSecret: async () => API_KEY, close() {} };
  const find = async () => stage as unknown as Stage;
  await runCommand((program) => register(program, find), ["backfill", "--stage", "s", "--api", api.url, ...words]);
}

/** But for when the transport took an event: what was pulled arrived later. */
async function tablesOf(records: MemoryTransport["records"]) {
  const store = memoryStore();
  for (let start = 0; start < records.length; start += 100)
    await processRecords(records.slice(start, start + 100), { sinks: [store] });
  return JSON.parse(
    JSON.stringify(await store.tables(), (name, value) => (name === "received_at" ? undefined : value)),
  );
}

const pulledRecords = () => transport.records.filter(({ payload }) => isPulled(payload));

describe("spaces backfill", () => {
  it("leaves the tables that a push without a pause leaves, whatever breaks meanwhile, and ends where the push was back", async () => {
    const whole = memoryTransport(Date.now);
    for (const event of events) whole.push(lineOf(event), event.recordTimestamp + 100);
    const faults: ApiFault[] = [
      { kind: "cut", afterLines: 150 },
      { kind: "status", status: 429, retryAfterSeconds: 0 },
      { kind: "cut", afterLines: 300 },
    ];
    api = await apiWith(events, { nextFault: faultsInTurn(faults) });
    push((index) => index < 500 || index >= 1_200);
    await spacesBackfill("--from", iso(START_MS + 10_000), "--yes", "--json");
    expect(await tablesOf(transport.records)).toEqual(await tablesOf(whole.records));
    expect(JSON.parse(said.at(-1) ?? "")).toMatchObject({
      done: true,
      from: iso(START_MS + 10_000),
      to: iso(START_MS + 180_100),
    });
    expect(said[0]).toContain(`The push was silent from ${iso(START_MS + 50_000)} to ${iso(START_MS + 120_100)}.`);
    // Four connections: each took up a minute before where the one before it was, and not at the beginning.
    expect(api.calls).toHaveLength(4);
  });

  it("passes over what the transport will never take, with where it is, and puts all the rest", async () => {
    const large = { ...events[300], recordUid: "large", padding: "x".repeat(50_000) };
    api = await apiWith([...events.slice(0, 300), large, ...events.slice(300)] as typeof events);
    const { put } = transport;
    const refused = { refused: "too large", forGood: true } as const;
    transport.put = async ([...records]) => {
      const isLarge = (record: Uint8Array) => record.length > 40_000;
      const given = await put(records.filter((record) => !isLarge(record)));
      const left = [...given];
      return records.map((record) => (isLarge(record) ? refused : (left.shift() ?? {})));
    };
    await spacesBackfill("--from", iso(START_MS), "--to", iso(START_MS + 100_000), "--yes");
    const at = iso(events[300]?.recordTimestamp ?? 0);
    expect(said.join("\n")).toMatch(
      new RegExp(
        `The kinesis channel will never take a record of 5\\d{4} bytes \\(too large\\): 1 event of ${at} passed over\\.`,
      ),
    );
    expect(said.at(-1)).toContain("1 events were passed over: the channel will never take them.");
    expect(process.exitCode).toBe(1);
    const there = Buffer.concat(pulledRecords().map(({ payload }) => Buffer.from(payload))).toString();
    const wanted = events.filter(
      ({ recordTimestamp, eventType }) => recordTimestamp < START_MS + 100_000 && eventType !== "KEEP_ALIVE",
    );
    expect(wanted.filter(({ recordUid }) => !there.includes(recordUid))).toEqual([]);
  });

  it("only looks, without --yes", async () => {
    api = await apiWith(events);
    push((index) => index < 500 || index >= 1_200);
    await spacesBackfill("--from", iso(START_MS + 10_000));
    expect(said.slice(1)).toEqual([
      `The first event that Cisco has is of ${iso(START_MS + 10_000)}.`,
      "Nothing was put; --yes does it.",
    ]);
    expect(pulledRecords()).toEqual([]);
  });

  it("ends at --to without asking the transport, and says what Cisco no longer had", async () => {
    api = await apiWith(events, { windowMs: 20_000 });
    const from = START_MS - 10 * MINUTE_MS;
    await spacesBackfill("--from", iso(from), "--to", iso(START_MS + 60_000), "--connections", "3", "--yes");
    expect(said.at(-1)).toContain("what happened before it is past Cisco's window");
    expect(pulledRecords().length).toBeGreaterThan(0);
  });

  it.each([
    [["--from", iso(START_MS + 10_000)], {}, "Since --from the push has not paused for 60 s"],
    [["--from", "yesterday"], {}, "--from is no time"],
    [["--from", "2026-03-03", "--to", "2026-03-02"], {}, "--from is to be before --to"],
    [
      ["--from", iso(START_MS), "--api-key-env", "NOT_SET_HERE"],
      {},
      "The environment variable NOT_SET_HERE is not set",
    ],
    [["--from", iso(START_MS), "--to", iso(START_MS + 1), "--yes"], { apiKey: "another" }, "refuses the API key (401)"],
  ])("says in one sentence what is wrong with %j", async (words, options, sentence) => {
    api = await apiWith(events, options);
    push(() => true);
    vi.setSystemTime(START_MS + 210_000);
    await expect(spacesBackfill(...words)).rejects.toThrow(sentence);
  });

  it.each(["http://example.com", "ftp://partners.ciscospaces.io", "nowhere"])(
    "does not send a key to %s",
    async (address) => {
      api = await apiWith([]);
      await expect(spacesBackfill("--api", address, "--from", iso(START_MS))).rejects.toThrow(
        "It is io, eu or sg, or an https address",
      );
    },
  );

  it("takes the key from the secret store, too", async () => {
    api = await apiWith(events);
    vi.stubEnv("SPACES_API_KEY", undefined);
    await spacesBackfill("--from", iso(START_MS), "--to", iso(START_MS + 1_000), "--api-key-secret", "an-id");
    expect(said.at(-1)).toContain("--yes does it");
  });
});

describe("a back-fill whose connections break", () => {
  async function waitsOf(faults: readonly (ApiFault | undefined)[], afterMs: (call: number) => number) {
    api = await apiWith(events, { nextFault: faultsInTurn(faults) });
    const waits: number[] = [];
    let nowMs = 0;
    const begun = new Set<number>();
    const abort = new AbortController();
    const result = await backfill({
      access: { base: api.url, key: API_KEY },
      put: async () => {
        const call = api.calls.length;
        if (!begun.has(call)) nowMs += afterMs(call);
        begun.add(call);
        return [];
      },
      fromMs: START_MS,
      untilMs: () => START_MS + 100_000,
      connections: 1,
      signal: abort.signal,
      sleep: async () => {},
      nowMs: () => nowMs,
      random: () => 1,
      progress: { took() {}, passedOver() {}, broke: (_, waitMs) => void waits.push(waitMs / 1_000) },
    });
    expect(result.done).toBe(true);
    return waits;
  }
  const unavailable: ApiFault = { kind: "status", status: 503 };

  it("waits twice as long each time, up to a minute, and as long as it is told to", async () => {
    const faults = Array.from({ length: 8 }, () => unavailable);
    expect(await waitsOf(faults, () => 0)).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    await api.close();
    expect(
      await waitsOf([unavailable, { ...unavailable, status: 429, retryAfterSeconds: 9 }, unavailable], () => 0),
    ).toEqual([1, 9, 2]);
  });

  it("begins anew with short waits after a connection that held for five minutes", async () => {
    const faults: ApiFault[] = [unavailable, unavailable, { kind: "cut", afterLines: 50 }, unavailable];
    expect(await waitsOf(faults, (call) => (call === 3 ? 5 * MINUTE_MS : 0))).toEqual([1, 2, 1, 2]);
    await api.close();
    expect(await waitsOf(faults, (call) => (call === 3 ? 4 * MINUTE_MS : 0))).toEqual([1, 2, 4, 8]);
  });

  it("takes a KEEP_ALIVE for no end while events wait behind it: Cisco sends one when we are slow, too", async () => {
    api = await apiWith(events, { keepAliveMs: 5 });
    const uids = new Set<string>();
    const result = await backfill({
      ...direct(),
      untilMs: () => START_MS + 150_000,
      put: async (records) => {
        for (const record of records)
          for (const [uid = ""] of Buffer.from(record)
            .toString()
            .matchAll(/event-[0-9a-f]{8}/g))
            uids.add(uid);
        await new Promise((resolve) => setTimeout(resolve, 40));
        return [];
      },
    });
    const wanted = events.filter(
      ({ recordTimestamp, eventType }) => recordTimestamp < START_MS + 150_000 && eventType !== "KEEP_ALIVE",
    );
    expect(result.done).toBe(true);
    expect(wanted.filter(({ recordUid }) => !uids.has(recordUid))).toEqual([]);
  });

  it("ends when nothing came for two KEEP_ALIVEs that are past the end", async () => {
    api = await apiWith(events, { keepAliveMs: 60 });
    const untilMs = () => START_MS + 5 * MINUTE_MS;
    expect(await backfill({ ...direct(), untilMs, put: async () => [], quietMs: 30 })).toMatchObject({ done: true });
  });

  const direct = () => ({
    access: { base: api.url, key: API_KEY },
    fromMs: START_MS,
    connections: 1,
    signal: new AbortController().signal,
    sleep: async () => {},
    nowMs: Date.now,
    random: () => 0,
    progress: { took() {}, passedOver() {}, broke() {} },
  });

  it("loses no event that was not put: the next connection brings it again", async () => {
    api = await apiWith(events);
    const abort = new AbortController();
    const options = {
      access: { base: api.url, key: API_KEY },
      fromMs: START_MS,
      untilMs: () => undefined,
      connections: 2,
    };
    const clock = {
      sleep: async () => {},
      nowMs: Date.now,
      random: () => 0,
      progress: { took() {}, passedOver() {}, broke() {} },
    };
    const refused = backfill({
      ...options,
      ...clock,
      signal: abort.signal,
      put: async () => Promise.reject(new Error("full")),
    });
    await expect(refused).rejects.toThrow("full");
  });

  it("says at the signal from where to go on: nothing before it is missing", async () => {
    api = await apiWith(events);
    const abort = new AbortController();
    const put: Buffer[] = [];
    const result = await backfill({
      access: { base: api.url, key: API_KEY },
      put: async (records) => {
        put.push(...records.map((record) => Buffer.from(record)));
        if (put.length > 20) abort.abort();
        return [];
      },
      fromMs: START_MS,
      untilMs: () => undefined,
      connections: 1,
      signal: abort.signal,
      sleep: async () => {},
      nowMs: Date.now,
      random: () => 0,
      progress: { took() {}, passedOver() {}, broke() {} },
    });
    expect(result.done).toBe(false);
    expect(result.safeUntilMs).toBeGreaterThan(START_MS);
    const there = Buffer.concat(put).toString();
    const before = events.filter(
      ({ recordTimestamp, eventType }) => recordTimestamp < result.safeUntilMs && eventType !== "KEEP_ALIVE",
    );
    expect(before.filter(({ recordUid }) => !there.includes(recordUid))).toEqual([]);
  });
});
