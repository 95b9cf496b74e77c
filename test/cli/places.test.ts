/** `spaces places sync` from the stand-in of Cisco's side into real tables and a folder. */
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BatchWriteItemCommand, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { placeKey } from "../../cli/places/object-keys.ts";
import { seenOf } from "../../cli/places/seen.ts";
import { register } from "../../cli/places.ts";
import { faultsInTurn, type NextFault } from "../../cli/simulator/spaces-api/faults.ts";
import type { SpacesApi } from "../../cli/simulator/spaces-api/server.ts";
import { lookUps } from "../../cli/spaces-api/look-up.ts";
import type { Stage } from "../../cli/stage/stage.ts";
import { dynamoDbPlaces } from "../../functions/dynamodb/place-table.ts";
import { readCalls } from "../../functions/dynamodb/read-calls.ts";
import { dynamoDbReader } from "../../functions/dynamodb/reader.ts";
import { noDeadline } from "../../shared/batch/deadline.ts";
import type { TablesReader } from "../../shared/state/tables-reader.ts";
import { runCommand } from "../support/command.ts";
import { rowOf, testCore } from "../support/core.ts";
import { createTables, startDatabase, storeOn, type TestDatabase } from "../support/dynamodb.ts";
import { API_KEY, apiWith, simulatedEvents } from "../support/spaces-api.ts";

const events = simulatedEvents(400).filter(({ eventType }) => eventType !== "KEEP_ALIVE");

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.close());

let folder: string;
let api: SpacesApi;
let stage: Stage;
let tables: TablesReader;
let said: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "places-"));
  const { client } = database;
  const names = await createTables(client);
  await storeOn(client, names).write(
    events.map((event) => rowOf(event)),
    noDeadline,
  );
  tables = dynamoDbReader({ calls: readCalls(client), tables: names });
  const calls = {
    batchWriteItem: (input: ConstructorParameters<typeof BatchWriteItemCommand>[0]) =>
      client.send(new BatchWriteItemCommand(input)),
    putItem: (input: ConstructorParameters<typeof PutItemCommand>[0]) => client.send(new PutItemCommand(input)),
    getItem: (input: ConstructorParameters<typeof GetItemCommand>[0]) => client.send(new GetItemCommand(input)),
  };
  const places = dynamoDbPlaces({ calls, table: names.places, backOff: { wait: async () => {} } });
  const consumer = async () => ({ core: testCore(), places });
  stage = {
    name: "the stage of a test",
    tables,
    consumer,
    readSecret: async () => API_KEY,
    close() {},
  } as unknown as Stage;
  vi.stubEnv("SPACES_API_KEY", API_KEY);
  said = [];
  const say = (text: string) => void said.push(text);
  vi.spyOn(console, "log").mockImplementation(say);
  vi.spyOn(console, "error").mockImplementation(say);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await api.close();
  await rm(folder, { recursive: true });
});

async function sync(...words: readonly string[]) {
  const all = ["places", "sync", "--stage", "s", "--api", api.url, "--folder", folder, "--json", ...words];
  await runCommand((program) => register(program, async () => stage), all);
  return JSON.parse(said.find((line) => line.startsWith("{")) ?? "");
}

async function filesIn(): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

describe("spaces places sync", () => {
  it("brings every place and map that events told of, with time zones, into the table and the folder", async () => {
    api = await apiWith(events);
    const before = await tables.allPlaces();
    const seen = seenOf(before);
    expect(seen.locations.length).toBeGreaterThan(20);
    expect(seen.maps.length).toBeGreaterThan(3);
    const result = await sync("--yes");
    expect(result).toMatchObject({
      locations: { asked: seen.locations.length, brought: seen.locations.length },
      maps: { asked: seen.maps.length, brought: seen.maps.length, pictures: seen.maps.length },
      leftOut: [],
    });
    const facts = (await tables.allPlaces()).filter(({ timeZone }) => timeZone !== undefined);
    const zones = new Map(facts.map(({ locationId, timeZone }) => [locationId, timeZone]));
    for (const { id, partnerTenantId } of seen.locations)
      expect([id, zones.get(id)]).toEqual([
        id,
        partnerTenantId === "Simulation-Retail" ? "Asia/Singapore" : "America/Phoenix",
      ]);
    const expected = [
      ...seen.locations.map(placeKey),
      ...seen.maps.flatMap(({ tenant, id }) => [`maps/${tenant}/${id}.json`, `maps/${tenant}/${id}.png`]),
    ];
    expect(await filesIn()).toEqual(expected.sort());
    const [map] = seen.maps;
    const picture = await readFile(join(folder, `maps/${map?.tenant}/${map?.id}.png`));
    expect(picture.subarray(1, 4).toString()).toBe("PNG");
    const [place] = seen.locations.filter(({ mapId }) => mapId === map?.id);
    const told = JSON.parse(await readFile(join(folder, placeKey(place ?? { tenant: "", id: "" })), "utf8"));
    expect(told).toMatchObject({ location_id: place?.id, map_id: map?.id, measurements: { map_image_width_px: 960 } });
    // Nothing happened, so nothing is said of an event.
    expect(JSON.stringify(told)).not.toMatch(/change_type|record_uid|occurred_at/);
  });

  it("writes nothing without --yes, and the same again when it is done again", async () => {
    api = await apiWith(events);
    const before = await tables.allPlaces();
    const would = await sync();
    expect(said.at(-1)).toBe("Nothing was written; --yes does it.");
    expect([await tables.allPlaces(), await filesIn()]).toEqual([before, []]);
    said = [];
    const did = await sync("--yes");
    expect(did.locations).toEqual(would.locations);
    const [after, files] = [await tables.allPlaces(), await digests()];
    said = [];
    expect((await sync("--yes")).locations).toMatchObject({ fresh: 0 });
    expect((await tables.allPlaces()).length).toBe(after.length);
    expect(await digests()).toEqual(files);
  });

  it("tells what Cisco does not know, does not allow, or does not answer, and brings the rest", async () => {
    const seen = seenOf(await tables.allPlaces());
    const [unknown, forbidden, broken] = seen.locations;
    const of = (id: string | undefined) => `/api/partners/v1/locations/${id}`;
    const statuses = new Map([
      [of(unknown?.id), 404],
      [of(forbidden?.id), 403],
      [of(broken?.id), 503],
    ]);
    const nextFault: NextFault = (path) => {
      const status = statuses.get(path);
      return status === undefined
        ? undefined
        : { kind: "status", status, ...(status === 503 && { retryAfterSeconds: 0 }) };
    };
    api = await apiWith(events, { nextFault });
    const { leftOut, locations } = await sync("--yes");
    expect(leftOut).toEqual(
      expect.arrayContaining([
        { what: "location", id: unknown?.id, why: "unknown" },
        { what: "location", id: forbidden?.id, why: "not-authorised" },
        { what: "location", id: broken?.id, why: "failed", says: "it answers 503" },
      ]),
    );
    expect(locations).toMatchObject({ asked: seen.locations.length, brought: seen.locations.length - 3 });
  });

  it("says it in words, too", async () => {
    const [unknown] = seenOf(await tables.allPlaces()).locations;
    const nextFault: NextFault = (path) =>
      path.endsWith(`/${unknown?.id}`) ? { kind: "status", status: 404 } : undefined;
    api = await apiWith(events, { nextFault });
    const all = ["places", "sync", "--stage", "s", "--api", api.url, "--folder", folder, "--yes"];
    await runCommand((program) => register(program, async () => stage), all);
    expect(said.at(-1)).toBe(`1 locations are not known to Cisco (404): ${unknown?.id}`);
  });

  it("ends with a sentence where the key is not taken", async () => {
    api = await apiWith(events, { apiKey: "another" });
    await expect(sync("--yes")).rejects.toThrow("refuses the API key (401)");
  });

  async function digests() {
    const files = await filesIn();
    return Promise.all(
      files.map(async (file) => [
        file,
        createHash("md5")
          .update(await readFile(join(folder, file)))
          .digest("hex"),
      ]),
    );
  }
});

describe("a look-up", () => {
  const limited = (retryAfterSeconds: number) => ({ kind: "status", status: 429, retryAfterSeconds }) as const;

  it("waits as long as Cisco says, for all that ask with the key", async () => {
    api = await apiWith(events, { nextFault: faultsInTurn([limited(3), undefined, limited(2)]) });
    const waits: number[] = [];
    const wait = async (ms: number) => void waits.push(ms);
    const lookUp = lookUps({ access: { base: api.url, key: API_KEY }, signal: new AbortController().signal, wait });
    for (let call = 0; call < 3; call++) await lookUp("locations/nowhere", "p");
    expect(waits).toEqual([3_000, 2_000]);
  });

  it("is given up after some tries, each after a longer wait", async () => {
    api = await apiWith(events, { nextFault: () => ({ kind: "status", status: 500 }) });
    const waits: number[] = [];
    const wait = async (ms: number) => void waits.push(ms);
    const lookUp = lookUps({ access: { base: api.url, key: API_KEY }, signal: new AbortController().signal, wait });
    expect(await lookUp("maps/m", "p")).toEqual({ kind: "failed", why: "it answers 500" });
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000]);
  });
});

describe("the objects' keys", () => {
  it("are no two the same, and lead nowhere else", () => {
    const keys = [
      { tenant: "..", id: "../.." },
      { tenant: "a/b", id: "c" },
      { tenant: "a", id: "b/c" },
      { tenant: undefined, id: "c" },
      { tenant: "%", id: "c" },
      { tenant: "", id: "c" },
    ].map(placeKey);
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of keys) expect(key.split("/").filter((part) => part === "." || part === "..")).toEqual([]);
  });
});
