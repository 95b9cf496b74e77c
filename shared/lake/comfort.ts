/** What people are comfortable in; ASHRAE 55 and 62.1 give the order of magnitude. By measurement, both ends in range. */
export const comfortRanges = {
  temperature_c: { low: 18, high: 27 },
  humidity_pct: { low: 30, high: 60 },
  co2_ppm: { low: 0, high: 1000 },
} as const;
