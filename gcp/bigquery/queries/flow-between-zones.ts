import { flow } from "../flow.ts";

export const flowBetweenZones = flow(
  "IFNULL(zone_id, location_id)",
  "ARRAY_TO_STRING([building_name, floor_name, IFNULL(zone_name, location_name)], ' / ')",
);
