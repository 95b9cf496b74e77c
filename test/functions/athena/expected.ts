/** The named queries' answers, computed from the rows by other means: what each of them says in words, over plain arrays. */
import type { Row } from "../../../shared/row.ts";
import { type Answer, identityOf, present } from "./expected-arithmetic.ts";
import { devices, optIns } from "./expected-devices.ts";
import { flow, path, staysOfAsset, whereAssetsAre } from "./expected-movement.ts";
import {
  lagAndDuplicates,
  networkHealth,
  silentAccessPoints,
  silentEquipment,
  unmapped,
} from "./expected-operations.ts";
import { busiest, dwell, histogram, occupancy, simultaneous, visitors } from "./expected-presence.ts";
import { cameraAgainstWifi, comfort, outOfRange, rooms } from "./expected-things.ts";

export const FROM = "2026-03-01";
export const TO = "2026-03-08";
export const DAY = "2026-03-02";

export interface Asked {
  readonly device: string;
  readonly asset: string;
}

/** Answers by query name; the order of rows is the caller's to disregard. */
export function expectedAnswers(
  arrived: readonly Row[],
  { device, asset }: Asked,
): Readonly<Record<string, readonly Answer[]>> {
  const inPeriod = arrived.filter((row) => row.occurred_at >= Date.parse(FROM) && row.occurred_at < Date.parse(TO));
  const rows = [...new Map(inPeriod.map((row) => [identityOf(row), row])).values()];
  return {
    "dwell-time-by-zone-and-day": dwell(rows),
    "stay-length-histogram": histogram(rows),
    "visitors-per-day": visitors(rows),
    "hourly-occupancy-by-floor": occupancy(rows),
    "simultaneous-occupancy": simultaneous(rows),
    "busiest-hours-by-weekday": busiest(rows),
    "flow-between-zones": flow(
      rows,
      (row) => row.zone_id ?? row.location_id,
      (row) => present([row.building_name, row.floor_name, row.zone_name ?? row.location_name]).join(" / "),
    ),
    "flow-between-buildings": flow(
      rows,
      (row) => row.building_id,
      (row) => row.building_name ?? "",
    ),
    "devices-by-os-and-manufacturer": devices(rows),
    "opt-in-conversion": optIns(rows),
    "path-of-one-device": path(rows, device, DAY),
    "room-utilisation": rooms(rows),
    "comfort-by-room-and-hour": comfort(rows),
    "sensor-readings-out-of-range": outOfRange(rows),
    "where-assets-are": whereAssetsAre(rows),
    "stays-of-one-asset": staysOfAsset(rows, asset),
    "camera-count-against-wifi-count": cameraAgainstWifi(rows),
    "network-health-by-building": networkHealth(rows),
    "silent-equipment": silentEquipment(rows),
    "silent-access-points": silentAccessPoints(rows),
    "events-lag-and-duplicates": lagAndDuplicates(inPeriod),
    "unmapped-event-types": unmapped(rows),
  };
}
