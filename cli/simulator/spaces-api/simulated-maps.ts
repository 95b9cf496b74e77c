/** The maps of a simulated building, by the keys of `places sync`: whoever asks for one has its id from an event. */
import type { GetObject } from "../../stage/objects.ts";
import { floorPlan } from "./floor-plan.ts";
import { mapInfo } from "./lookups.ts";

export const simulatedMaps: GetObject = async (key) => {
  const [, id, ending] = /^maps\/[^/]+\/([^/]+)\.(json|png)$/.exec(key) ?? [];
  if (id === undefined) return undefined;
  return ending === "png" ? floorPlan(id) : Buffer.from(JSON.stringify(mapInfo(id)));
};
