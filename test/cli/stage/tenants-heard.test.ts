import { describe, expect, it } from "vitest";
import { SILENT_AFTER_MS, tenantsHeard } from "../../../cli/stage/tenants-heard.ts";
import type { PlaceKey } from "../../../shared/state/keys.ts";
import type { PlaceFacts } from "../../../shared/state/place-facts.ts";
import type { StateItem } from "../../../shared/state/state-item.ts";
import type { TablesReader } from "../../../shared/state/tables-reader.ts";

const NOW_MS = 1_800_000_000_000;
const HOUR_MS = 3_600_000;
const { signal } = new AbortController();

/** Floors by tenant, with when somebody was seen there last; absent where nobody was. */
type Floors = Readonly<Record<string, Readonly<Record<string, number | undefined>>>>;

function tablesOf(floors: Floors) {
  const asked: string[] = [];
  const tables: Pick<TablesReader, "allPlaces" | "stateAt"> = {
    allPlaces: async () =>
      Object.entries(floors).flatMap(([tenant, its]) =>
        Object.keys(its).map(
          (id): PlaceFacts => ({
            tenant,
            locationId: `${id}-zone`,
            digest: "1",
            columns: { floor_id: id, tenant_name: tenant.toUpperCase() } as PlaceFacts["columns"],
            timeZone: undefined,
          }),
        ),
      ),
    async stateAt({ tenant = "", id }: PlaceKey, seenSinceMs) {
      asked.push(id);
      const seenMs = floors[tenant]?.[id];
      if (seenMs === undefined || seenMs < seenSinceMs) return [];
      return [{ row: { received_at: seenMs } }] as unknown as readonly StateItem[];
    },
  };
  return { tables, asked };
}

describe("Who was heard of", () => {
  it("is told by name, the longest silent first, and silent after an hour", async () => {
    const { tables } = tablesOf({
      talking: { "floor-1": NOW_MS - 5_000 },
      quiet: { "floor-2": NOW_MS - SILENT_AFTER_MS },
      gone: { "floor-3": NOW_MS - 50 * HOUR_MS },
    });
    expect(await tenantsHeard(tables, NOW_MS, signal)).toEqual({
      tenants: [
        { name: "GONE", lastHeardMs: NOW_MS - 50 * HOUR_MS, silent: true },
        { name: "QUIET", lastHeardMs: NOW_MS - SILENT_AFTER_MS, silent: true },
        { name: "TALKING", lastHeardMs: NOW_MS - 5_000, silent: false },
      ],
      unheard: 0,
    });
  });

  it("costs one question where somebody was seen a moment ago, however many floors there are", async () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, floor) => [`floor-${floor}`, NOW_MS - 1_000]));
    const { tables, asked } = tablesOf({ talking: many });
    await tenantsHeard(tables, NOW_MS, signal);
    expect(asked).toEqual(["floor-0"]);
  });

  it("is by the newest of all floors where none has just said something", async () => {
    const { tables } = tablesOf({ slow: { a: NOW_MS - 10 * HOUR_MS, b: NOW_MS - 3 * HOUR_MS, c: undefined } });
    const { tenants } = await tenantsHeard(tables, NOW_MS, signal);
    expect(tenants).toEqual([{ name: "SLOW", lastHeardMs: NOW_MS - 3 * HOUR_MS, silent: true }]);
  });

  it("is counted, not named, where nothing was found for a month", async () => {
    const { tables } = tablesOf({ never: { a: undefined }, long: { b: NOW_MS - 31 * 24 * HOUR_MS } });
    expect(await tenantsHeard(tables, NOW_MS, signal)).toEqual({ tenants: [], unheard: 2 });
  });

  it("is bounded: a look asks no more than 400 times", async () => {
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, floor) => [`floor-${floor}`, undefined]));
    const { tables, asked } = tablesOf({ silent: many, other: many });
    expect(await tenantsHeard(tables, NOW_MS, signal)).toEqual({ tenants: [], unheard: 2 });
    expect(asked).toHaveLength(400);
  });
});
