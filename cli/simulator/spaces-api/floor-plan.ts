/** A map's picture: a PNG of the walls, doors and furniture of a simulated floor, 4 pixels a foot. https://www.w3.org/TR/png-3/ */
import { crc32, deflateSync } from "node:zlib";
import { FLOOR_DEPTH_FEET, FLOOR_WIDTH_FEET, lift, type Zone, zonesOfFloor } from "../building.ts";

const PIXELS_PER_FOOT = 4;
export const PLAN_WIDTH = FLOOR_WIDTH_FEET * PIXELS_PER_FOOT;
export const PLAN_HEIGHT = FLOOR_DEPTH_FEET * PIXELS_PER_FOOT;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const GREYSCALE_8_BITS = [8, 0, 0, 0, 0] as const;
const [OUTER_WALL, INNER_WALL, FURNITURE] = [0x30, 0x60, 0xd0];
const grounds: Readonly<Record<Zone["kind"], number>> = {
  lobby: 0xf8,
  "open-space": 0xff,
  "meeting-room": 0xf0,
  cafe: 0xf6,
  "quiet-area": 0xf0,
};

export function floorPlan(mapId: string): Buffer {
  const { shades, fill, frame } = paper();
  for (const { kind, area } of zonesOfFloor) {
    fill(area.x, area.y, area.width, area.depth, grounds[kind]);
    furnish[kind](area, fill);
  }
  // A floor is told from another by its doors.
  const door = 8 + ([...mapId].reduce((sum, character) => sum + character.charCodeAt(0), 0) % 24);
  for (const { area } of zonesOfFloor) frame(area.x, area.y, area.width, area.depth, 0.5, INNER_WALL);
  for (const { kind, area } of zonesOfFloor) {
    if (area.x > 0) fill(area.x - 1, area.y + door, 2, 8, grounds[kind]);
    if (area.y > 0) fill(area.x + door, area.y - 1, 8, 2, grounds[kind]);
  }
  frame(lift.x - 5, lift.y - 5, 10, 10, 0.5, INNER_WALL);
  frame(0, 0, FLOOR_WIDTH_FEET, FLOOR_DEPTH_FEET, 1, OUTER_WALL);
  return png(shades);
}

type Fill = (x: number, y: number, width: number, depth: number, shade: number) => void;

const furnish: Readonly<Record<Zone["kind"], (area: Zone["area"], fill: Fill) => void>> = {
  lobby: ({ x, y }, fill) => fill(x + 8, y + 14, 24, 5, FURNITURE),
  "open-space": (area, fill) => rows(area, fill, { everyX: 20, everyY: 16, width: 12, depth: 5 }),
  "meeting-room": ({ x, y, width, depth }, fill) => fill(x + 20, y + 18, width - 40, depth - 36, FURNITURE),
  cafe: (area, fill) => rows(area, fill, { everyX: 14, everyY: 14, width: 4, depth: 4 }),
  "quiet-area": (area, fill) => rows(area, fill, { everyX: 22, everyY: 20, width: 6, depth: 6 }),
};

interface Rows {
  readonly everyX: number;
  readonly everyY: number;
  readonly width: number;
  readonly depth: number;
}

/** As many as there is room for, 8 feet off the walls. */
function rows(area: Zone["area"], fill: Fill, { everyX, everyY, width, depth }: Rows): void {
  for (let x = area.x + 8; x + width <= area.x + area.width - 8; x += everyX)
    for (let y = area.y + 8; y + depth <= area.y + area.depth - 8; y += everyY) fill(x, y, width, depth, FURNITURE);
}

/** A shade each pixel, line by line; drawn on in feet. */
function paper() {
  const shades = Buffer.alloc(PLAN_WIDTH * PLAN_HEIGHT, 0xff);
  const pixel = (feet: number, most: number) => Math.min(Math.max(Math.round(feet * PIXELS_PER_FOOT), 0), most);
  const fill: Fill = (x, y, width, depth, shade) => {
    const [from, to] = [pixel(x, PLAN_WIDTH), pixel(x + width, PLAN_WIDTH)];
    for (let line = pixel(y, PLAN_HEIGHT); line < pixel(y + depth, PLAN_HEIGHT); line++)
      shades.fill(shade, line * PLAN_WIDTH + from, line * PLAN_WIDTH + to);
  };
  function frame(x: number, y: number, width: number, depth: number, wall: number, shade: number): void {
    for (const at of [y, y + depth]) fill(x - wall, at - wall, width + 2 * wall, 2 * wall, shade);
    for (const at of [x, x + width]) fill(at - wall, y - wall, 2 * wall, depth + 2 * wall, shade);
  }
  return { shades, fill, frame };
}

function png(shades: Buffer): Buffer {
  // Each line begins with its filter: none.
  const lines = Array.from({ length: PLAN_HEIGHT }, (_, y) =>
    Buffer.concat([Buffer.of(0), shades.subarray(y * PLAN_WIDTH, (y + 1) * PLAN_WIDTH)]),
  );
  const header = Buffer.alloc(8);
  header.writeUInt32BE(PLAN_WIDTH, 0);
  header.writeUInt32BE(PLAN_HEIGHT, 4);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", Buffer.concat([header, Buffer.from(GREYSCALE_8_BITS)])),
    chunk("IDAT", deflateSync(Buffer.concat(lines))),
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
