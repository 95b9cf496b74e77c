/** Cameras count the people in view: each one a zone, and all of a floor's together. */
import type { Floor, Zone } from "./building.ts";
import { type Fact, fact } from "./event.ts";
import { onFloor, peopleIn } from "./headcount.ts";
import { idsFrom } from "./ids.ts";
import type { Random } from "./random.ts";

interface Camera {
  readonly id: string;
  readonly viewId: string;
  readonly zone: Zone;
}

export interface Cameras {
  rawCount(): Fact[];
  count(): Fact[];
}

export function camerasOn(floors: readonly Floor[], random: Random): Cameras {
  const ids = idsFrom(random);
  const cameras: readonly Camera[] = floors.flatMap(({ zones }) =>
    zones.map((zone) => ({ id: `camera-${ids.hex(12)}`, viewId: `camera-zone-${ids.hex(8)}`, zone })),
  );
  const lastCounts = new Map<Floor, number>();
  let camera = 0;
  let floorTurn = 0;
  return {
    rawCount() {
      const { id, viewId, zone } = cameras[camera++ % cameras.length] as Camera;
      return [
        fact(zone.floor.building.tenant, "RAW_CAMERA_COUNT", "rawCameraCounts", {
          location: zone.location,
          cameraId: id,
          cameraZoneId: viewId,
          count: peopleIn(zone),
        }),
      ];
    },
    count() {
      const floor = floors[floorTurn++ % floors.length] as Floor;
      const count = onFloor(floor, peopleIn);
      const countDelta = count - (lastCounts.get(floor) ?? 0);
      lastCounts.set(floor, count);
      return [
        fact(floor.building.tenant, "CAMERA_COUNT", "cameraCounts", { location: floor.location, count, countDelta }),
      ];
    },
  };
}
