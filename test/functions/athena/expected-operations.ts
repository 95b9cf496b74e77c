/** How the network, the equipment and the delivery did, from plain rows. */
import type { Row } from "../../../shared/row.ts";
import {
  type Answer,
  countDistinct,
  first,
  greatest,
  groups,
  HOUR_MS,
  identityOf,
  maximum,
  mean,
  minimum,
  percentile,
  present,
  share,
  tenantName,
  timestamp,
} from "./expected-arithmetic.ts";

const bands: readonly (readonly [band: string, suffixes: readonly string[]])[] = [
  ["all", [""]],
  ["2.4 GHz", ["_2_4ghz", "_2_4_ghz"]],
  ["5 GHz", ["_5ghz", "_5_ghz"]],
  ["6 GHz", ["_6ghz", "_6_ghz"]],
];

export function networkHealth(rows: readonly Row[]): Answer[] {
  const reports = rows.filter((row) => row.event_type === "NETWORK_TELEMETRY");
  return [...groups(reports, (row) => row.building_id ?? row.location_id ?? "").entries()].flatMap(
    ([building, group]) =>
      bands.flatMap(([band, suffixes]) => {
        const keys = ["tests", "dns_lookups", "download_mbps", "upload_mbps", "packet_loss_pct", "rtt_ms", "jitter_ms"];
        const values = (key: string) =>
          present(group.flatMap((row) => suffixes.map((suffix) => row.measurements?.[key + suffix])));
        const ofAll = (key: string) => (band === "all" ? present(group.map((row) => row.measurements?.[key])) : []);
        const said = group.filter(({ measurements }) => {
          const names = suffixes.flatMap((suffix) => keys.map((key) => key + suffix));
          if (band === "all") names.push("snr_db_avg", "channel_utilization_pct_avg");
          return names.some((name) => measurements?.[name] !== undefined);
        });
        if (said.length === 0) return [];
        return [
          {
            tenant_name: tenantName(group),
            building_id: building,
            building_name: greatest(group.map((row) => row.building_name ?? row.location_name)),
            band,
            reports: said.length,
            success_pct: share(values("tests_ok"), values("tests")),
            dns_success_pct: share(values("dns_lookups_ok"), values("dns_lookups")),
            download_mbps: mean(values("download_mbps")),
            upload_mbps: mean(values("upload_mbps")),
            packet_loss_pct: mean(values("packet_loss_pct")),
            rtt_ms: mean(values("rtt_ms")),
            jitter_ms: mean(values("jitter_ms")),
            snr_db: mean(ofAll("snr_db_avg")),
            channel_utilization_pct: mean(ofAll("channel_utilization_pct_avg")),
          },
        ];
      }),
  );
}

interface Heard {
  readonly row: Row;
  readonly kind: string;
  readonly id: string;
  readonly name: string | undefined;
}

const equipment = ["camera", "sensor", "asset", "room_device", "connector", "controller"];

export function silentEquipment(rows: readonly Row[]): Answer[] {
  return silence(
    rows
      .filter(({ subject_kind }) => equipment.includes(subject_kind))
      .map((row) => ({
        row,
        kind: row.subject_kind,
        id: row.subject_id,
        name: row.labels?.device_name ?? row.location_name,
      })),
  );
}

export function silentAccessPoints(rows: readonly Row[]): Answer[] {
  return silence(
    rows.flatMap((row) => {
      const { apMacAddress, apRssiMeasurements, rssiNotification } = JSON.parse(row.payload ?? "{}") as {
        apMacAddress?: string;
        apRssiMeasurements?: readonly { apMacAddress?: string }[];
        rssiNotification?: { apRssiMeasurements?: readonly { apMacAddress?: string }[] };
      };
      const heard = [...(apRssiMeasurements ?? []), ...(rssiNotification?.apRssiMeasurements ?? []), { apMacAddress }];
      const ids = present(heard.map((by) => by.apMacAddress));
      return ids.map((id) => ({ row, kind: "access_point", id, name: undefined }));
    }),
  );
}

/** Hour by hour, from the first a thing was heard in. */
function silence(heard: readonly Heard[]): Answer[] {
  return [...groups(heard, ({ row }) => row.tenant_id ?? "").values()].flatMap((ofTenant) => {
    const hourOf = ({ row }: Heard) => Math.floor(row.occurred_at / HOUR_MS);
    const newest = maximum(ofTenant.map(hourOf));
    return [...groups(ofTenant, ({ kind, id }) => `${kind} ${id}`).values()].map((group) => {
      const hours = new Set(group.map(hourOf));
      let [silent, run, longest] = [0, 0, 0];
      for (let hour = minimum([...hours]); hour <= newest; hour++) {
        run = hours.has(hour) ? 0 : run + 1;
        if (run > 0) silent++;
        longest = Math.max(longest, run);
      }
      const times = group.map(({ row }) => row.occurred_at);
      return {
        tenant_name: tenantName(group.map(({ row }) => row)),
        kind: first(group).kind,
        id: first(group).id,
        name: greatest(group.map(({ name }) => name)),
        building_name: greatest(group.map(({ row }) => row.building_name)),
        floor_name: greatest(group.map(({ row }) => row.floor_name)),
        first_heard_at: timestamp(minimum(times)),
        last_heard_at: timestamp(maximum(times)),
        hours_heard: hours.size,
        hours_silent: silent,
        longest_silence_hours: longest,
      };
    });
  });
}

export function lagAndDuplicates(arrived: readonly Row[]): Answer[] {
  return [...groups(arrived, (row) => `${row.tenant_id}\n${row.event_type}`).values()].map((group) => {
    const copies = [...groups(group, identityOf).values()];
    const lags = copies.map((rows) => minimum(rows.map((row) => row.received_at - row.occurred_at)) / 1_000);
    return {
      tenant_id: first(group).tenant_id ?? null,
      event_type: first(group).event_type,
      events: copies.length,
      duplicates: group.length - copies.length,
      median_lag_seconds: percentile(lags, 0.5),
      p99_lag_seconds: percentile(lags, 0.99),
      longest_lag_seconds: maximum(lags),
    };
  });
}

export function unmapped(rows: readonly Row[]): Answer[] {
  const others = rows.filter((row) => row.event_family === "other");
  return [...groups(others, (row) => row.event_type).entries()].map(([event_type, group]) => ({
    event_type,
    events: group.length,
    tenants: countDistinct(group, (row) => row.tenant_id ?? ""),
    first_at: timestamp(minimum(group.map((row) => row.occurred_at))),
    last_at: timestamp(maximum(group.map((row) => row.occurred_at))),
    example_record_uid: group.map((row) => row.record_uid).sort()[0] ?? null,
  }));
}
