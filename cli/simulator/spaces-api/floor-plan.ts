/** A map's picture: a small PNG with a frame, and lines of its own for each map. https://www.w3.org/TR/png-3/ */
import { crc32, deflateSync } from "node:zlib";

export const PLAN_WIDTH = 240;
export const PLAN_HEIGHT = 120;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const GREYSCALE_8_BITS = [8, 0, 0, 0, 0] as const;

export function floorPlan(mapId: string): Buffer {
  const wallAt = 20 + ([...mapId].reduce((sum, character) => sum + character.charCodeAt(0), 0) % (PLAN_WIDTH - 40));
  const rows = Array.from({ length: PLAN_HEIGHT }, (_, y) => {
    const row = Buffer.alloc(1 + PLAN_WIDTH, 0xff);
    row[0] = 0;
    const isWall = (x: number) => x === 0 || x === PLAN_WIDTH - 1 || y === 0 || y === PLAN_HEIGHT - 1 || x === wallAt;
    for (let x = 0; x < PLAN_WIDTH; x++) if (isWall(x)) row[x + 1] = 0;
    return row;
  });
  const header = Buffer.alloc(8);
  header.writeUInt32BE(PLAN_WIDTH, 0);
  header.writeUInt32BE(PLAN_HEIGHT, 4);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", Buffer.concat([header, Buffer.from(GREYSCALE_8_BITS)])),
    chunk("IDAT", deflateSync(Buffer.concat(rows))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
