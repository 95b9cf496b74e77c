import { flow } from "../flow.ts";

export const flowBetweenBuildings = flow({
  name: "flow-between-buildings",
  title: "Flow between buildings",
  places: "building",
  id: "building_id",
  placeName: "building_name",
});
