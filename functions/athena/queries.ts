/** Every named query, in the order they are listed. */
import type { NamedQuery } from "../../shared/lake/named-query.ts";
import { busiestHoursByWeekday } from "./queries/busiest-hours-by-weekday.ts";
import { cameraCountAgainstWifiCount } from "./queries/camera-count-against-wifi-count.ts";
import { comfortByRoomAndHour } from "./queries/comfort-by-room-and-hour.ts";
import { devicesByOsAndManufacturer } from "./queries/devices-by-os-and-manufacturer.ts";
import { dwellTimeByZoneAndDay } from "./queries/dwell-time-by-zone-and-day.ts";
import { eventsLagAndDuplicates } from "./queries/events-lag-and-duplicates.ts";
import { flowBetweenBuildings } from "./queries/flow-between-buildings.ts";
import { flowBetweenZones } from "./queries/flow-between-zones.ts";
import { hourlyOccupancyByFloor } from "./queries/hourly-occupancy-by-floor.ts";
import { networkHealthByBuilding } from "./queries/network-health-by-building.ts";
import { optInConversion } from "./queries/opt-in-conversion.ts";
import { pathOfOneDevice } from "./queries/path-of-one-device.ts";
import { roomUtilisation } from "./queries/room-utilisation.ts";
import { sensorReadingsOutOfRange } from "./queries/sensor-readings-out-of-range.ts";
import { silentAccessPoints } from "./queries/silent-access-points.ts";
import { silentEquipment } from "./queries/silent-equipment.ts";
import { simultaneousOccupancy } from "./queries/simultaneous-occupancy.ts";
import { stayLengthHistogram } from "./queries/stay-length-histogram.ts";
import { staysOfOneAsset } from "./queries/stays-of-one-asset.ts";
import { unmappedEventTypes } from "./queries/unmapped-event-types.ts";
import { visitorsPerDay } from "./queries/visitors-per-day.ts";
import { whereAssetsAre } from "./queries/where-assets-are.ts";

export const namedQueries: readonly NamedQuery[] = [
  dwellTimeByZoneAndDay,
  stayLengthHistogram,
  visitorsPerDay,
  hourlyOccupancyByFloor,
  simultaneousOccupancy,
  busiestHoursByWeekday,
  flowBetweenZones,
  flowBetweenBuildings,
  devicesByOsAndManufacturer,
  optInConversion,
  pathOfOneDevice,
  roomUtilisation,
  comfortByRoomAndHour,
  sensorReadingsOutOfRange,
  whereAssetsAre,
  staysOfOneAsset,
  cameraCountAgainstWifiCount,
  networkHealthByBuilding,
  silentEquipment,
  silentAccessPoints,
  eventsLagAndDuplicates,
  unmappedEventTypes,
];
