/**
 * Whatever has a position, as columns of numbers: five thousand move sixty times a second, and nothing is allocated for
 * it. A dot goes from where it is shown to where it was seen.
 */
export const MOVE_MS = 900;
const FIRST_ROOM = 256;

export interface Dots {
  readonly count: number;
  /** Feet, as they are shown; longer than `count`, and others once it has grown. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Into `groups`. */
  readonly group: Uint8Array;
  readonly seenAtMs: Float64Array;
  keyAt(index: number): string;
  indexOf(key: string): number | undefined;
  /** One that is new is where it was seen at once, as is any where `jump` says so. */
  put(key: string, dot: Dot, nowMs: number, jump?: boolean): void;
  remove(key: string): void;
  /** Moves what moves; whether anything is still on its way. */
  step(nowMs: number): boolean;
}

interface Dot {
  readonly xFt: number;
  readonly yFt: number;
  readonly group: number;
  readonly seenAtMs: number;
}

export function newDots(): Dots {
  let count = 0;
  let room = FIRST_ROOM;
  let [x, y, fromX, fromY, toX, toY] = [0, 0, 0, 0, 0, 0].map(() => new Float32Array(room)) as Six;
  let [seenAtMs, leftAtMs] = [new Float64Array(room), new Float64Array(room)];
  let group = new Uint8Array(room);
  let moving = false;
  const keys: string[] = [];
  const places = new Map<string, number>();

  function grow(): void {
    room *= 2;
    [x, y, fromX, fromY, toX, toY] = [x, y, fromX, fromY, toX, toY].map((column) => {
      const wider = new Float32Array(room);
      wider.set(column);
      return wider;
    }) as Six;
    [seenAtMs, leftAtMs] = [widened(seenAtMs, room), widened(leftAtMs, room)];
    const wider = new Uint8Array(room);
    wider.set(group);
    group = wider;
  }

  return {
    get count() {
      return count;
    },
    get x() {
      return x;
    },
    get y() {
      return y;
    },
    get group() {
      return group;
    },
    get seenAtMs() {
      return seenAtMs;
    },
    keyAt: (index) => keys[index] as string,
    indexOf: (key) => places.get(key),
    put(key, dot, nowMs, jump = false) {
      let at = places.get(key);
      const isNew = at === undefined;
      if (at === undefined) {
        if (count === room) grow();
        at = count++;
        keys[at] = key;
        places.set(key, at);
      }
      seenAtMs[at] = dot.seenAtMs;
      group[at] = dot.group;
      if (!isNew && toX[at] === Math.fround(dot.xFt) && toY[at] === Math.fround(dot.yFt)) return;
      toX[at] = dot.xFt;
      toY[at] = dot.yFt;
      if (isNew || jump) {
        x[at] = dot.xFt;
        y[at] = dot.yFt;
      } else moving = true;
      fromX[at] = x[at] as number;
      fromY[at] = y[at] as number;
      leftAtMs[at] = nowMs;
    },
    remove(key) {
      const at = places.get(key);
      if (at === undefined) return;
      const last = --count;
      places.delete(key);
      const lastKey = keys.pop() as string;
      if (at === last) return;
      // The last one takes its place.
      keys[at] = lastKey;
      places.set(lastKey, at);
      for (const column of [x, y, fromX, fromY, toX, toY, seenAtMs, leftAtMs, group])
        column[at] = column[last] as number;
    },
    step(nowMs) {
      if (!moving) return false;
      moving = false;
      for (let at = 0; at < count; at++) {
        if (x[at] === toX[at] && y[at] === toY[at]) continue;
        const share = (nowMs - (leftAtMs[at] as number)) / MOVE_MS;
        if (share >= 1) {
          x[at] = toX[at] as number;
          y[at] = toY[at] as number;
          continue;
        }
        moving = true;
        const left = 1 - Math.max(share, 0);
        const eased = 1 - left * left * left;
        x[at] = (fromX[at] as number) + ((toX[at] as number) - (fromX[at] as number)) * eased;
        y[at] = (fromY[at] as number) + ((toY[at] as number) - (fromY[at] as number)) * eased;
      }
      return moving;
    },
  };
}

type Column = Float32Array<ArrayBuffer>;
type Six = [Column, Column, Column, Column, Column, Column];

function widened(column: Float64Array, room: number): Float64Array<ArrayBuffer> {
  const wider = new Float64Array(room);
  wider.set(column);
  return wider;
}

/** Of the dot that is shown next to a point and within reach of it; of several at one distance the last, which is on top. */
export function nearest({ count, x, y }: Dots, xFt: number, yFt: number, reachFt: number): number | undefined {
  let [found, least] = [-1, reachFt * reachFt];
  for (let at = 0; at < count; at++) {
    const [dx, dy] = [(x[at] as number) - xFt, (y[at] as number) - yFt];
    const distance = dx * dx + dy * dy;
    if (distance <= least) [found, least] = [at, distance];
  }
  return found < 0 ? undefined : found;
}
