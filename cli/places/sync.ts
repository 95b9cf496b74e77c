/** Every place and map that was seen, asked of Cisco: the facts into the places table, details and pictures as objects. */
import type { Core } from "../../runtime/start-core.ts";
import { chunksOf, forEachConcurrently } from "../../shared/batch/concurrency.ts";
import { noDeadline } from "../../shared/batch/deadline.ts";
import type { JsonObject } from "../../shared/event/event-record.ts";
import type { PlaceTable } from "../../shared/ports.ts";
import { type PlaceFacts, placeFactsOf, referenceText } from "../../shared/state/place-facts.ts";
import type { LookUp } from "../spaces-api/look-up.ts";
import type { PutObject } from "../stage/objects.ts";
import { objectOf, pictureOf, type Reason } from "./answers.ts";
import { mapKey, placeKey } from "./object-keys.ts";
import { placeRow, placeToTell } from "./place-row.ts";
import { type Seen, type SeenLocation, type SeenMap, seenOf } from "./seen.ts";

export interface SyncOptions {
  /** What the tables have. */
  readonly known: readonly PlaceFacts[];
  readonly lookUp: LookUp;
  readonly core: Pick<Core, "normalise" | "protect">;
  readonly places: PlaceTable;
  readonly put: PutObject;
  /** Asks, and writes nothing. */
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
  readonly progress: (done: number, of: number) => void;
}

interface LeftOut extends Reason {
  readonly what: "location" | "map" | "picture";
  readonly id: string;
}

export interface SyncResult {
  /** `fresh`: facts that the tables did not have. */
  readonly locations: { readonly asked: number; readonly brought: number; readonly fresh: number };
  readonly maps: { readonly asked: number; readonly brought: number; readonly pictures: number };
  readonly nameless: number;
  readonly leftOut: readonly LeftOut[];
}

const CONCURRENT_CALLS = 4;
/** What is brought is written now and then: a run that is stopped has written most of it. */
const PLACES_PER_WRITE = 100;

/** Doing it again leaves the same. Throws a UserError for a key that is not taken, and what `put` throws. */
export async function syncPlaces(options: SyncOptions): Promise<SyncResult> {
  const seen = seenOf(options.known);
  const leftOut: LeftOut[] = [];
  const of = seen.maps.length + seen.locations.length;
  const { infos, ...maps } = await syncMaps(seen, options, leftOut, (done) => options.progress(done, of));
  const locations = await syncLocations(seen, infos, options, leftOut, (done) =>
    options.progress(seen.maps.length + done, of),
  );
  return { locations, maps, nameless: seen.nameless, leftOut };
}

async function syncMaps({ maps }: Seen, options: SyncOptions, leftOut: LeftOut[], progress: (done: number) => void) {
  const infos = new Map<string, JsonObject>();
  let [asked, pictures] = [0, 0];
  await forEachConcurrently(maps, CONCURRENT_CALLS, async (map) => {
    if (options.signal.aborted) return;
    const info = await bringInfo(map, options, leftOut);
    if (info !== undefined) {
      infos.set(mapKey(map), info);
      if (!options.dryRun && (await bringPicture(map, options, leftOut))) pictures++;
    }
    progress(++asked);
  });
  return { infos, asked, brought: infos.size, pictures };
}

async function bringInfo(map: SeenMap, { lookUp, put, dryRun }: SyncOptions, leftOut: LeftOut[]) {
  const info = objectOf(await lookUp(`maps/${encodeURIComponent(map.id)}`, map.partnerTenantId));
  if ("why" in info) {
    leftOut.push({ what: "map", id: map.id, ...info });
    return undefined;
  }
  if (!dryRun) await put(`${mapKey(map)}.json`, jsonBytes(info.value), "application/json");
  return info.value;
}

async function bringPicture(map: SeenMap, { lookUp, put }: SyncOptions, leftOut: LeftOut[]): Promise<boolean> {
  const picture = pictureOf(await lookUp(`maps/${encodeURIComponent(map.id)}/image`, map.partnerTenantId));
  if ("why" in picture) {
    leftOut.push({ what: "picture", id: map.id, ...picture });
    return false;
  }
  const { bytes, contentType, ending } = picture.value;
  await put(`${mapKey(map)}${ending}`, bytes, contentType);
  return true;
}

async function syncLocations(
  { locations }: Seen,
  infos: ReadonlyMap<string, JsonObject>,
  options: SyncOptions,
  leftOut: LeftOut[],
  progress: (done: number) => void,
) {
  const { known, places, dryRun, signal } = options;
  const references = new Set(known.map(referenceText));
  let [asked, brought, fresh] = [0, 0, 0];
  for (const chunk of chunksOf(locations, PLACES_PER_WRITE)) {
    const said = new Map<string, PlaceFacts>();
    await forEachConcurrently(chunk, CONCURRENT_CALLS, async (location) => {
      if (signal.aborted) return;
      const map = location.mapId === undefined ? undefined : infos.get(mapKey({ ...location, id: location.mapId }));
      const facts = await bringLocation(location, map, options, leftOut);
      if (facts !== undefined) brought++;
      if (facts !== undefined && !references.has(referenceText(facts))) said.set(referenceText(facts), facts);
      progress(++asked);
    });
    const facts = [...said.values()];
    const failures = dryRun || facts.length === 0 ? [] : await places.write(facts, noDeadline);
    for (const { index } of failures)
      leftOut.push({ what: "location", id: facts[index]?.locationId ?? "", why: "not-written" });
    fresh += facts.length - failures.length;
  }
  return { asked, brought, fresh };
}

async function bringLocation(
  location: SeenLocation,
  map: JsonObject | undefined,
  { lookUp, core, put, dryRun }: SyncOptions,
  leftOut: LeftOut[],
): Promise<PlaceFacts | undefined> {
  const answer = objectOf(await lookUp(`locations/${encodeURIComponent(location.id)}`, location.partnerTenantId));
  const row = "why" in answer ? undefined : placeRow(location, answer.value, map, core);
  const facts = row && placeFactsOf(row);
  if (row === undefined || facts === undefined) {
    leftOut.push({ what: "location", id: location.id, ...("why" in answer ? answer : { why: "not-readable" }) });
    return undefined;
  }
  if (!dryRun) await put(placeKey(location), jsonBytes(placeToTell(row)), "application/json");
  return facts;
}

function jsonBytes(value: object): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}
