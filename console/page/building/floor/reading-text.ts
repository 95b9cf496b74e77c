/** A reading in words: its name ends in its unit, as `temperature_c` does. */
import { capitalised } from "../../../../cli/capitalised.ts";
import type { Reading } from "../../../api.ts";

const units: Readonly<Record<string, string>> = {
  c: "°C",
  pct: "%",
  ppm: "ppm",
  ppb: "ppb",
  dba: "dB(A)",
  dbm: "dBm",
  db: "dB",
  lux: "lx",
  mv: "mV",
  ms: "ms",
  ft: "ft",
};
const capitals: Readonly<Record<string, string>> = { co2: "CO₂", tvoc: "TVOC", ap: "AP", ssid: "SSID", pir: "PIR" };

export interface ReadingName {
  readonly says: string;
  readonly unit: string;
}

export function readingName(name: string): ReadingName {
  const words = name.split("_");
  const unit = units[words.at(-1) ?? ""];
  const said = unit === undefined || words.length === 1 ? words : words.slice(0, -1);
  const [first = "", ...rest] = said.map((word) => capitals[word] ?? word);
  return {
    says: [capitalised(first), ...rest].join(" "),
    unit: said === words ? "" : (unit ?? ""),
  };
}

/** Not more digits than anybody measured. */
export function readingValue({ name, value }: Pick<Reading, "name" | "value">): string {
  if (typeof value !== "number") return value;
  const { unit } = readingName(name);
  const text = value.toLocaleString("en", { maximumFractionDigits: Math.abs(value) >= 100 ? 0 : 1 });
  return unit === "%" || unit === "" ? text + unit : `${text} ${unit}`;
}
