/** `npm run bench:oracle -- --events 500000`: the lake's answers after all that happens to its rows, against plain arrays. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { lakeAgainstOracle } from "./lake-against-oracle.ts";

const DAYS = 6;

const { values } = parseArgs({ options: { events: { type: "string", default: "50000" } } });
const span = { events: Number(values.events), days: DAYS };
const directory = await mkdtemp(join(tmpdir(), "lake-oracle-"));
const startMs = performance.now();
const seconds = () => Math.round((performance.now() - startMs) / 1_000);
let saidAt = -1;

try {
  const { lines, wrong, ...figures } = await lakeAgainstOracle(span, directory, (text) => {
    if (seconds() - saidAt < 2) return;
    saidAt = seconds();
    process.stderr.write(`${saidAt} s: ${text}\n`);
  });
  console.log({ ...figures, seconds: seconds() });
  console.log(lines);
  for (const difference of wrong) console.log(`Wrong: ${difference}`);
  if (wrong.length === 0) console.log("Every answer is the oracle's, in both forms.");
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  await rm(directory, { recursive: true });
}
