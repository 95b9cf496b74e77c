/** What people are comfortable in; ASHRAE 55 and 62.1 give the order of magnitude. */
import type { QueryParameter } from "../../shared/lake/named-query.ts";

export const comfortBand: readonly QueryParameter[] = [
  { name: "temperature_low", type: "number", description: "Lowest temperature in range, °C", default: "18" },
  { name: "temperature_high", type: "number", description: "Highest temperature in range, °C", default: "27" },
  { name: "humidity_low", type: "number", description: "Lowest relative humidity in range, %", default: "30" },
  { name: "humidity_high", type: "number", description: "Highest relative humidity in range, %", default: "60" },
  { name: "co2_high", type: "number", description: "Highest carbon dioxide in range, ppm", default: "1000" },
];

/** Rows of a VALUES list: measurement, low, high. */
export const comfortLimits = `('temperature_c', CAST(:temperature_low AS double), CAST(:temperature_high AS double)),
    ('humidity_pct', CAST(:humidity_low AS double), CAST(:humidity_high AS double)),
    ('co2_ppm', CAST(0 AS double), CAST(:co2_high AS double))`;
