/** What an analyst would ask, over the Parquet files of this run, with the named queries that also run in the cloud. */
import type { Lake } from "../lake.ts";
import { type Answer, answer } from "./answer.ts";

const DAY_MS = 86_400_000;
const names = ["hourly-occupancy-by-floor", "dwell-time-by-zone-and-day", "events-lag-and-duplicates"];

/** Over the last two days that have events; nothing when the lake holds no rows. `asked` is how `spaces query` finds it, in options. */
export async function lakeAnswers(lake: Lake, asked: string): Promise<readonly Answer[]> {
  if (lake.counts().rows === 0) return [];
  const open = await lake.open();
  try {
    const [first, last] = await open.span();
    const [from, to] = [day(Math.max(first, last - DAY_MS)), day(last + DAY_MS)];
    const answers: Answer[] = [];
    for (const query of open.queries.filter((query) => names.includes(query.name))) {
      const { columns, rows } = await open.ask(query, { from, to });
      const command = `npm run --silent spaces -- query ${query.name} ${asked} --from ${from} --to ${to}`;
      const given = answer(`From the lake: ${query.title.toLowerCase()}`, columns, rows, command);
      answers.push(query.name === "events-lag-and-duplicates" ? { ...given, note: noteOnCopies(lake) } : given);
    }
    return answers;
  } finally {
    open.close();
  }
}

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** Two copies of an event that came through two channels look the same as one that Cisco sent twice. */
function noteOnCopies(lake: Lake): string {
  const channels = 1 + lake.counts().channels.length;
  const lag = "Simulated events are dated up to an hour back, which is lag here.";
  if (channels === 1) return lag;
  return `Every event came through ${channels} channels: ${channels - 1} of its copies is no duplicate. ${lag}`;
}
