/** What an analyst would ask, over the Parquet files of this run, with the named queries that also run in Athena. */

import { openLake } from "../../cli/query-duckdb.ts";
import { namedQueries } from "../../functions/athena/queries.ts";
import { type Answer, answer } from "./answer.ts";

const DAY_MS = 86_400_000;
const asked = ["hourly-occupancy-by-floor", "dwell-time-by-zone-and-day", "events-lag-and-duplicates"];

/** Over the days around now; nothing when the lake holds no rows. */
export async function lakeAnswers(directory: string, rows: number): Promise<readonly Answer[]> {
  if (rows === 0) return [];
  const lake = await openLake(directory);
  try {
    const [from, to] = [day(Date.now() - DAY_MS), day(Date.now() + DAY_MS)];
    const answers: Answer[] = [];
    for (const query of namedQueries.filter(({ name }) => asked.includes(name))) {
      const { columns, rows } = await lake.run(query, { from, to });
      const command = `npm run --silent spaces -- query ${query.name} --local --param from=${from} --param to=${to}`;
      answers.push(answer(`From the lake: ${query.title.toLowerCase()}`, columns, rows, command));
    }
    return answers;
  } finally {
    lake.close();
  }
}

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
