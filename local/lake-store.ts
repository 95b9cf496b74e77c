/** What a stand-in for the lake's store refuses, and how it keeps what it takes: of whichever cloud. */
import { mkdir, rename, writeFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { dirname } from "node:path";

/** By counting rather than by chance: of so many puts the first ones are refused, each of which the client tries three times. */
const OUTAGE_EVERY_PUTS = 200;
const OUTAGE_PUTS = 12;

export interface Outages {
  /** Whether the put that is asked about is refused; counts it. */
  refuses(): boolean;
  /** Makes every put be refused, or ends that. */
  refuse(on: boolean): void;
  refusedPuts(): number;
}

/** `faulty`: puts are refused for a while, from the start and now and then. */
export function newOutages(faulty: boolean): Outages {
  let isOut = false;
  let [puts, refused] = [0, 0];
  return {
    refuses() {
      const isOutage = faulty && puts++ % OUTAGE_EVERY_PUTS < OUTAGE_PUTS;
      if (isOut || isOutage) refused++;
      return isOut || isOutage;
    },
    refuse(on) {
      isOut = on;
    },
    refusedPuts: () => refused,
  };
}

export async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of incoming as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}

/** Whoever reads the folder meanwhile sees the file whole or not at all. */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.part`, bytes);
  await rename(`${path}.part`, path);
}
