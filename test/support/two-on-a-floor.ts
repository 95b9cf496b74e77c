/** Two devices on one floor, `Ground`, seen at the same moment. */
import type { Row } from "../../shared/row.ts";
import { rowOf } from "./core.ts";
import { locationUpdate } from "./events.ts";

export function twoOnAFloor(atMs: number): readonly Row[] {
  const location = { locationId: "floor-1", name: "Ground", inferredLocationTypes: ["FLOOR"] };
  return ["a", "b"].map((deviceId) =>
    rowOf(
      locationUpdate(
        { recordUid: deviceId, recordTimestamp: atMs, spacesTenantId: "tenant-1" },
        { device: { deviceId }, location, lastSeen: atMs },
      ),
    ),
  );
}
