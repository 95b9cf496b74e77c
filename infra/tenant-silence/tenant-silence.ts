/** When each tenant was last heard of, by what the state table has, and how many have fallen silent. Pure. */
import type { Item } from "../../functions/dynamodb/item.ts";
import { keyOfItem, stateKeyOfText } from "../../functions/dynamodb/keys.ts";
import type { Row } from "../../shared/row.ts";

const HOUR_MS = 3_600_000;

/**
 * Who was not heard of for longer is gone and rings no more: an alarm on who left would never end. The state of people and
 * devices is kept as long by default, so that a tenant of devices alone is forgotten by then anyway.
 */
export const GONE_AFTER_HOURS = 720;

/** By tenant (`undefined`: not named), epoch ms. One entry a tenant, however many items it has. */
export type LastHeard = Map<string | undefined, number>;

/** The arrival, which is by our clock: a sender's that is ahead would hide its silence. */
export const ARRIVAL: keyof Row = "received_at";

/** Takes in a page of the table; the order of pages makes no difference. */
export function hear(lastHeard: LastHeard, items: readonly Item[]): void {
  for (const item of items) {
    const { tenant } = stateKeyOfText(keyOfItem(item)).subject;
    const arrivedAtMs = Number(item[ARRIVAL]?.N ?? 0);
    lastHeard.set(tenant, Math.max(arrivedAtMs, lastHeard.get(tenant) ?? 0));
  }
}

/** Tenants not heard of for at least `silenceHours`, and not gone. */
export function silentTenants(lastHeard: LastHeard, nowMs: number, silenceHours: number): number {
  return [...lastHeard.values()].filter((heardAtMs) => {
    const hours = (nowMs - heardAtMs) / HOUR_MS;
    return hours >= silenceHours && hours <= GONE_AFTER_HOURS;
  }).length;
}
