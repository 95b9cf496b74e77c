/** What stands in a row's JSON columns, NULL where it is absent. https://cloud.google.com/bigquery/docs/reference/standard-sql/json_functions */

/** `key` is an expression. */
export function measurement(key: string): string {
  return `LAX_FLOAT64(measurements[${key}])`;
}

/** `key` is an expression. */
export function label(key: string): string {
  return `LAX_STRING(labels[${key}])`;
}

/** A share of values is at most this; of few values the one at that rank, of many an estimate. */
export function quantile(expression: string, percent: number): string {
  return `APPROX_QUANTILES(${expression}, 100)[SAFE_OFFSET(${percent})]`;
}
