/** What readings say of the air, by the ranges of the query comfort-by-room-and-hour; a word only where one is left. */

import { comfortRanges } from "../../../../shared/lake/comfort.ts";
import type { Reading } from "../../../api.ts";

type Measured = keyof typeof comfortRanges;

const words: Readonly<Record<Measured, { readonly below: string; readonly above: string }>> = {
  temperature_c: { below: "cold", above: "warm" },
  humidity_pct: { below: "dry", above: "humid" },
  co2_ppm: { below: "", above: "stuffy" },
};

/** `cold`, `stuffy` …; undefined for what is in range or has no range. */
export function discomfort({ name, value }: Pick<Reading, "name" | "value">): string | undefined {
  if (!isMeasured(name) || typeof value !== "number") return undefined;
  const { low, high } = comfortRanges[name];
  if (value < low) return words[name].below;
  return value > high ? words[name].above : undefined;
}

/** In a clause: `in range`, `warm, stuffy`; undefined where nothing was read that says so. */
export function comfortOf(
  readings: readonly Reading[],
): { readonly says: string; readonly isGood: boolean } | undefined {
  if (!readings.some(({ name, value }) => isMeasured(name) && typeof value === "number")) return undefined;
  const said = readings.flatMap((reading) => discomfort(reading) ?? []);
  return { says: said.length === 0 ? "in range" : said.join(", "), isGood: said.length === 0 };
}

function isMeasured(name: string): name is Measured {
  return Object.hasOwn(comfortRanges, name);
}
