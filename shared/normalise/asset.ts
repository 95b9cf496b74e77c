/** v2.0: where an asset is. Its tag is told as a sensor's is, but the asset has a history of its own. */
import { isObject, type JsonObject } from "../event/event-record.ts";
import type { ZeroOf } from "../event/zero.ts";
import type { Row } from "../row.ts";
import { positionOf } from "./location.ts";
import { fillPosition } from "./position.ts";
import { fillSensor } from "./sensor.ts";

export function normaliseAssetLocation(row: Row, payload: JsonObject, zeroOf: ZeroOf): void {
  fillSensor(row, payload, "asset", zeroOf);
  if (positionOf(payload) !== undefined || !isObject(payload.position)) return;
  // As consumers have seen it; names and contract are not public.
  const { position } = payload;
  fillPosition(row, { ...position, xPos: position.xPos ?? position.x, yPos: position.yPos ?? position.y }, undefined);
}
