/** What places say of themselves, and what the Spaces API tells of them, in a bucket. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { register } from "../../../cli/places.ts";
import { folderObjects } from "../../../cli/stage/folder.ts";
import { noDeadline } from "../../../shared/batch/deadline.ts";
import { placeFactsOf } from "../../../shared/state/place-facts.ts";
import { rowOf } from "../../support/core.ts";
import { API_KEY, apiWith, simulatedEvents } from "../../support/spaces-api.ts";
import { patience, type StageUnderTest } from "../../support/stage-under-test.ts";

export function places(on: StageUnderTest): void {
  it("takes what a place says of itself, by the core and the store of its function", async () => {
    const { places, core } = await on.stage.consumer();
    expect(core.ignoreEventTypes).toEqual(new Set(["KEEP_ALIVE"]));
    const known = await on.stage.tables.allPlaces();
    expect(known.length).toBeGreaterThan(0);
    expect(await places.write(known, noDeadline)).toEqual([]);
    expect(await on.stage.tables.allPlaces()).toEqual(known);
  });

  it("puts an object into a bucket of whoever operates it, and gets it again", async () => {
    const { deadLetterBucket: name = "dead-letters" } = on.local.access as { readonly deadLetterBucket?: string };
    const { put, get } = on.stage.bucket(name);
    await put("maps/a.json", Buffer.from("{}"), "application/json");
    expect((await on.stage.givenUp[0]?.objects.read("maps/a.json"))?.toString()).toBe("{}");
    expect((await get("maps/a.json"))?.toString()).toBe("{}");
    expect(await get("maps/b.json")).toBeUndefined();
  });

  it("has the places and maps it has seen brought into a bucket of its cloud, byte for byte as into a folder", async () => {
    const events = simulatedEvents(12).filter(({ eventType }) => eventType !== "KEEP_ALIVE");
    const folder = await mkdtemp(join(tmpdir(), "places-"));
    const api = await apiWith(events);
    vi.stubEnv("SPACES_API_KEY", API_KEY);
    try {
      await on.put(...events.map((event) => Buffer.from(JSON.stringify(event))));
      const told = new Set(events.flatMap((event) => placeFactsOf(rowOf(event))?.locationId ?? []));
      await vi.waitFor(async () => {
        const known = new Set((await on.stage.tables.allPlaces()).map(({ locationId }) => locationId));
        expect([...told].filter((id) => !known.has(id))).toEqual([]);
      }, patience);
      const { deadLetterBucket: bucket = "dead-letters" } = on.local.access as { readonly deadLetterBucket?: string };
      const sync = (...to: string[]) => on.asked(register, "places", "sync", "--api", api.url, "--yes", ...to);
      expect(await sync("--bucket", bucket)).toMatchObject({ locations: { brought: expect.any(Number) } });
      await sync("--folder", folder);
      const brought: string[] = [];
      for await (const { name } of folderObjects(folder).list("")) brought.push(name);
      expect(brought.filter((name) => name.startsWith("places/")).length).toBeGreaterThanOrEqual(told.size);
      expect(brought.some((name) => /^maps\/.+\.(png|jpg)$/.test(name))).toBe(true);
      for (const name of brought) {
        const found = await on.stage.givenUp[0]?.objects.read(name);
        expect([name, found?.equals(await readFile(join(folder, name)))]).toEqual([name, true]);
      }
    } finally {
      vi.unstubAllEnvs();
      await api.close();
      await rm(folder, { recursive: true });
    }
  }, 120_000);
}
