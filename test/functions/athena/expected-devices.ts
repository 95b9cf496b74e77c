/** What devices said of themselves and of their owners, from plain rows. */
import type { Row } from "../../../shared/row.ts";
import { type Answer, first, groups, inOrder, local, localDay, tenantName } from "./expected-arithmetic.ts";

export function devices(rows: readonly Row[]): Answer[] {
  const ofDevices = rows.filter((row) => row.subject_kind === "device").sort((a, b) => a.occurred_at - b.occurred_at);
  const lastSaid = [...groups(ofDevices, (row) => row.subject_id).values()].map((told) => ({
    os: told.findLast(({ os }) => os !== undefined)?.os ?? "unknown",
    manufacturer: told.findLast(({ manufacturer }) => manufacturer !== undefined)?.manufacturer ?? "unknown",
  }));
  return [...groups(lastSaid, ({ os, manufacturer }) => `${os}\n${manufacturer}`).values()].map((group) => ({
    ...first(group),
    devices: group.length,
  }));
}

function isOptIn({ labels }: Row, wanted: string | undefined): boolean {
  const optIns = labels?.opt_ins?.split(",") ?? [];
  return wanted === undefined ? optIns.length > 0 : optIns.includes(wanted);
}

export function optIns(rows: readonly Row[], wanted?: string): Answer[] {
  const told = inOrder(rows.filter(({ subject_kind }) => subject_kind === "device"));
  const byDevice = groups(told, ({ subject_id }) => subject_id);
  const facts = new Map(
    [...byDevice].map(([id, group]) => [
      id,
      {
        seenAtMs: first(group).occurred_at,
        optedInAtMs: group.find((row) => isOptIn(row, wanted))?.occurred_at,
      },
    ]),
  );
  const inBuildings = told.filter(({ building_id }) => building_id !== undefined);
  return [...groups(inBuildings, (row) => `${localDay(row)} ${row.building_id}`).values()].map((group) => {
    const day = localDay(first(group));
    const ids = [...new Set(group.map(({ subject_id }) => subject_id))];
    const optedInOn = (id: string) => {
      const atMs = facts.get(id)?.optedInAtMs;
      return atMs === undefined ? undefined : local(atMs).slice(0, 10);
    };
    const optedIn = ids.filter((id) => (optedInOn(id) ?? "9") <= day);
    const newly = optedIn.filter((id) => {
      const { seenAtMs = 0, optedInAtMs = 0 } = facts.get(id) ?? {};
      return optedInOn(id) === day && optedInAtMs > seenAtMs;
    });
    return {
      day,
      tenant_name: tenantName(group),
      building_id: first(group).building_id ?? null,
      building_name: first(group).building_name ?? null,
      devices: ids.length,
      opted_in: optedIn.length,
      newly_opted_in: newly.length,
      opted_in_pct: (100 * optedIn.length) / ids.length,
    };
  });
}
