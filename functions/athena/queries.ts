/** Every named query, in the order they are listed. */
import type { NamedQuery } from "../../shared/lake/named-query.ts";
import { busiestHoursByWeekday } from "./queries/busiest-hours-by-weekday.ts";
import { cameraCountAgainstWifiCount } from "./queries/camera-count-against-wifi-count.ts";
import { devicesByOsAndManufacturer } from "./queries/devices-by-os-and-manufacturer.ts";
import { dwellTimeByZoneAndDay } from "./queries/dwell-time-by-zone-and-day.ts";
import { eventsLagAndDuplicates } from "./queries/events-lag-and-duplicates.ts";
import { hourlyOccupancyByFloor } from "./queries/hourly-occupancy-by-floor.ts";
import { networkHealthByBuilding } from "./queries/network-health-by-building.ts";
import { pathOfOneDevice } from "./queries/path-of-one-device.ts";
import { sensorReadingsOutOfRange } from "./queries/sensor-readings-out-of-range.ts";
import { unmappedEventTypes } from "./queries/unmapped-event-types.ts";

export const namedQueries: readonly NamedQuery[] = [
  dwellTimeByZoneAndDay,
  hourlyOccupancyByFloor,
  busiestHoursByWeekday,
  devicesByOsAndManufacturer,
  pathOfOneDevice,
  sensorReadingsOutOfRange,
  cameraCountAgainstWifiCount,
  networkHealthByBuilding,
  eventsLagAndDuplicates,
  unmappedEventTypes,
];
