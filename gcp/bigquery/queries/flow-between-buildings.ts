import { flow } from "../flow.ts";

export const flowBetweenBuildings = flow("building_id", "building_name");
