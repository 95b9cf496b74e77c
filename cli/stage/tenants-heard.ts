/**
 * When each tenant was last heard of, by the tables of any cloud: its places are asked who was seen there, in ever longer
 * times, until somebody was. A tenant that is heard costs a question or two; the silent ones share what is left of a bound.
 */
import { forEachConcurrently } from "../../shared/batch/concurrency.ts";
import type { PlaceKey } from "../../shared/state/keys.ts";
import type { TablesReader } from "../../shared/state/tables-reader.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** The last is as long as state of people and devices is kept by default: who was not heard of since is gone. */
const LOOK_BACK_MS = [MINUTE_MS, 15 * MINUTE_MS, HOUR_MS, DAY_MS, 30 * DAY_MS];
const MOST_QUESTIONS = 400;
const AT_ONCE = 8;

/** A customer's building with devices in it says something within the hour, at night, too. */
export const SILENT_AFTER_MS = HOUR_MS;

interface TenantHeard {
  /** Its id where no place says a name; `-` is who was not named. */
  readonly name: string;
  readonly lastHeardMs: number;
  readonly silent: boolean;
}

export interface TenantsHeard {
  /** The longest silent first. */
  readonly tenants: readonly TenantHeard[];
  /** Tenants that have places, of which nothing was found in the tables, or that the bound left no question for. */
  readonly unheard: number;
}

/** Of tenants that have a place: others stand in no table by themselves. */
export async function tenantsHeard(
  tables: Pick<TablesReader, "allPlaces" | "stateAt">,
  nowMs: number,
  signal: AbortSignal,
): Promise<TenantsHeard> {
  const heard: TenantHeard[] = [];
  let questions = 0;
  let waiting = await tenantsOf(tables);
  for (const backMs of LOOK_BACK_MS) {
    const unheard: Tenant[] = [];
    await forEachConcurrently(waiting, AT_ONCE, async (tenant) => {
      const lastHeardMs = await lastHeard(tenant, nowMs - backMs);
      if (lastHeardMs === undefined) unheard.push(tenant);
      else heard.push({ name: tenant.name, lastHeardMs, silent: nowMs - lastHeardMs >= SILENT_AFTER_MS });
    });
    waiting = unheard;
  }
  return { tenants: heard.sort((a, b) => a.lastHeardMs - b.lastHeardMs), unheard: waiting.length };

  /** By our clock; who was heard just now need not be looked for any further. */
  async function lastHeard({ places }: Tenant, seenSinceMs: number): Promise<number | undefined> {
    let lastMs: number | undefined;
    for (const place of places) {
      if (++questions > MOST_QUESTIONS || signal.aborted) break;
      for (const { row } of await tables.stateAt(place, seenSinceMs)) lastMs = Math.max(lastMs ?? 0, row.received_at);
      if (lastMs !== undefined && nowMs - lastMs < MINUTE_MS) break;
    }
    return lastMs;
  }
}

interface Tenant {
  readonly name: string;
  readonly places: readonly PlaceKey[];
}

async function tenantsOf(tables: Pick<TablesReader, "allPlaces">): Promise<readonly Tenant[]> {
  const tenants = new Map<string | undefined, { name: string; places: Map<string, PlaceKey> }>();
  for (const { tenant, locationId, columns } of await tables.allPlaces()) {
    const known = tenants.get(tenant) ?? { name: columns.tenant_name ?? tenant ?? "-", places: new Map() };
    tenants.set(tenant, known);
    const id = columns.floor_id ?? locationId;
    known.places.set(id, { tenant, id });
  }
  return Array.from(tenants.values(), ({ name, places }) => ({ name, places: [...places.values()] }));
}
