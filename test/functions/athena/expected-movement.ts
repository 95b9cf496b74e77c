/** How people and things moved, from plain rows. */
import type { Row } from "../../../shared/row.ts";
import {
  type Answer,
  countDistinct,
  first,
  greatest,
  groups,
  inOrder,
  local,
  maximum,
  tenantName,
} from "./expected-arithmetic.ts";

export function path(rows: readonly Row[], device: string, day: string): Answer[] {
  const told = inOrder(
    rows.filter((row) => row.subject_id === device && new Date(row.occurred_at).toISOString().startsWith(day)),
  );
  return told.map((row, index) => {
    const before = told[index - 1];
    const located = row.x === undefined ? undefined : told.slice(0, index).findLast(({ x }) => x !== undefined);
    const feet =
      located?.floor_id === undefined || located.floor_id !== row.floor_id
        ? Number.NaN
        : Math.hypot((row.x ?? 0) - (located.x ?? 0), (row.y ?? 0) - (located.y ?? 0));
    return {
      local_time: local(row.occurred_at),
      event_type: row.event_type,
      presence: row.presence ?? null,
      building_name: row.building_name ?? null,
      floor_name: row.floor_name ?? null,
      zone_name: row.zone_name ?? null,
      location_name: row.location_name ?? null,
      x: row.x ?? null,
      y: row.y ?? null,
      minutes_since_previous: before === undefined ? null : (row.occurred_at - before.occurred_at) / 60_000,
      feet_from_previous: Number.isNaN(feet) ? null : feet,
    };
  });
}

const WITHIN_MS = 30 * 60_000;

export function flow(rows: readonly Row[], placeOf: (row: Row) => string | undefined, nameOf: (row: Row) => string) {
  const seen = inOrder(rows.filter((row) => row.subject_kind === "device" && placeOf(row) !== undefined));
  const moves = [...groups(seen, (row) => `${row.tenant_id} ${row.subject_id}`).values()].flatMap((told) =>
    told.flatMap((to, index) => {
      const from = told[index - 1];
      if (from === undefined || placeOf(from) === placeOf(to)) return [];
      return to.occurred_at - from.occurred_at <= WITHIN_MS ? [{ from, to }] : [];
    }),
  );
  return [...groups(moves, ({ from, to }) => `${placeOf(from)} ${placeOf(to)}`).values()].map((group): Answer => {
    const { from, to } = first(group);
    return {
      tenant_name: tenantName([to]),
      from_id: placeOf(from) ?? null,
      from_name: nameOf(from),
      to_id: placeOf(to) ?? null,
      to_name: nameOf(to),
      moves: group.length,
      devices: countDistinct(group, (move) => move.to.subject_id),
    };
  });
}

const isTag = (row: Row) =>
  (row.subject_kind === "asset" || row.subject_kind === "sensor") && row.location_id !== undefined;

export function whereAssetsAre(rows: readonly Row[]): Answer[] {
  return [...groups(inOrder(rows.filter(isTag)), ({ subject_id }) => subject_id).values()]
    .filter((told) => told.some(({ subject_kind }) => subject_kind === "asset"))
    .flatMap((told) => {
      const last = told.at(-1);
      if (last === undefined) return [];
      return [
        {
          tenant_name: tenantName([last]),
          asset_id: last.subject_id,
          asset_name: greatest(told.map(({ labels }) => labels?.device_name)),
          building_name: last.building_name ?? null,
          floor_name: last.floor_name ?? null,
          zone_name: last.zone_name ?? last.location_name ?? null,
          x: last.x ?? null,
          y: last.y ?? null,
          located_at: local(last.occurred_at),
        },
      ];
    });
}

export function staysOfAsset(rows: readonly Row[], asset: string): Answer[] {
  const stays: Row[][] = [];
  for (const row of inOrder(rows.filter((row) => isTag(row) && row.subject_id === asset))) {
    const current = stays.at(-1);
    if (current?.[0]?.zone_id === row.zone_id) current?.push(row);
    else stays.push([row]);
  }
  return stays.map((stay, index) => {
    const row = first(stay);
    const next = stays[index + 1]?.[0];
    return {
      tenant_name: tenantName(stay),
      building_name: row.building_name ?? null,
      floor_name: row.floor_name ?? null,
      zone_name: row.zone_name ?? null,
      entered_at: local(row.occurred_at),
      last_located_at: local(maximum(stay.map(({ occurred_at }) => occurred_at))),
      left_at: next === undefined ? null : local(next.occurred_at),
      minutes: next === undefined ? null : (next.occurred_at - row.occurred_at) / 60_000,
      reports: stay.length,
    };
  });
}
