import { flow } from "../flow.ts";

export const flowBetweenZones = flow({
  name: "flow-between-zones",
  title: "Flow between zones",
  places: "zone (else leaf location)",
  id: "coalesce(zone_id, location_id)",
  placeName: "concat_ws(' / ', building_name, floor_name, coalesce(zone_name, location_name))",
});
