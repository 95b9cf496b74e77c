/** The comfortable ranges, as parameters of queries. */
import { comfortRanges } from "../../shared/lake/comfort.ts";
import type { QueryParameter } from "../../shared/lake/named-query.ts";

const { temperature_c: temperature, humidity_pct: humidity, co2_ppm: co2 } = comfortRanges;

export const comfortBand: readonly QueryParameter[] = [
  {
    name: "temperature_low",
    type: "number",
    description: "Lowest temperature in range, °C",
    default: String(temperature.low),
  },
  {
    name: "temperature_high",
    type: "number",
    description: "Highest temperature in range, °C",
    default: String(temperature.high),
  },
  {
    name: "humidity_low",
    type: "number",
    description: "Lowest relative humidity in range, %",
    default: String(humidity.low),
  },
  {
    name: "humidity_high",
    type: "number",
    description: "Highest relative humidity in range, %",
    default: String(humidity.high),
  },
  { name: "co2_high", type: "number", description: "Highest carbon dioxide in range, ppm", default: String(co2.high) },
];

/** Rows of a VALUES list: measurement, low, high. */
export const comfortLimits = `('temperature_c', CAST(:temperature_low AS double), CAST(:temperature_high AS double)),
    ('humidity_pct', CAST(:humidity_low AS double), CAST(:humidity_high AS double)),
    ('co2_ppm', CAST(${co2.low} AS double), CAST(:co2_high AS double))`;
