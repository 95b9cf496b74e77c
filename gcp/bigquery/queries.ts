/** Every named query in GoogleSQL, by its name. What it asks, its parameters and its picture are the same for every cloud. */
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

export const googleSql: Readonly<Record<string, string>> = {
  "busiest-hours-by-weekday": busiestHoursByWeekday,
  "camera-count-against-wifi-count": cameraCountAgainstWifiCount,
  "comfort-by-room-and-hour": comfortByRoomAndHour,
  "devices-by-os-and-manufacturer": devicesByOsAndManufacturer,
  "dwell-time-by-zone-and-day": dwellTimeByZoneAndDay,
  "events-lag-and-duplicates": eventsLagAndDuplicates,
  "flow-between-buildings": flowBetweenBuildings,
  "flow-between-zones": flowBetweenZones,
  "hourly-occupancy-by-floor": hourlyOccupancyByFloor,
  "network-health-by-building": networkHealthByBuilding,
  "opt-in-conversion": optInConversion,
  "path-of-one-device": pathOfOneDevice,
  "room-utilisation": roomUtilisation,
  "sensor-readings-out-of-range": sensorReadingsOutOfRange,
  "silent-access-points": silentAccessPoints,
  "silent-equipment": silentEquipment,
  "simultaneous-occupancy": simultaneousOccupancy,
  "stay-length-histogram": stayLengthHistogram,
  "stays-of-one-asset": staysOfOneAsset,
  "unmapped-event-types": unmappedEventTypes,
  "visitors-per-day": visitorsPerDay,
  "where-assets-are": whereAssetsAre,
};
