/** What people are comfortable in, as rows of `measurement`, `low` and `high`. */
export const comfortLimits = `SELECT 'temperature_c' AS measurement, @temperature_low AS low, @temperature_high AS high
  UNION ALL SELECT 'humidity_pct', @humidity_low, @humidity_high
  UNION ALL SELECT 'co2_ppm', 0.0, @co2_high`;
