/**
 * Simulated events through both channels into a lake that is compacted day by day, and again from the beginning; then every
 * named query in both forms, against the answers that plain arrays give.
 */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { compactLocal } from "../cli/compact-local.ts";
import { askLake, type LocalLake } from "../cli/query-duckdb.ts";
import { coreConfiguration } from "../runtime/configuration.ts";
import { startCore } from "../runtime/start-core.ts";
import { COMPACTED_FOLDER, COMPACTED_TABLE, LATEST_VIEW, LEDGER_TABLE, partitionOf } from "../shared/lake/table.ts";
import type { Row } from "../shared/row.ts";
import { answersOf, askedOf, comparable } from "../test/functions/athena/asked.ts";
import { expectedAnswers } from "../test/functions/athena/expected.ts";
import { identityOf } from "../test/functions/athena/expected-arithmetic.ts";
import { bothChannels } from "./both-channels.ts";
import { pushesByHour, type Span } from "./pushes.ts";

export interface Checked {
  readonly pushes: number;
  readonly landedRows: number;
  readonly landedBytes: number;
  readonly events: number;
  readonly days: readonly string[];
  /** Lines of the oracle's answers, by query. */
  readonly lines: Readonly<Record<string, number>>;
  /** What is not as the oracle says, in words; empty when all is. */
  readonly wrong: readonly string[];
}

const DAY_MS = 86_400_000;

export async function lakeAgainstOracle(span: Span, directory: string, say: (text: string) => void): Promise<Checked> {
  const arrived: Row[] = [];
  const wrong: string[] = [];
  const core = await startCore(
    coreConfiguration({ PRIVACY_KEY: "a-key-for-the-bench-0123456789-abcdef" }),
    true,
    async () => undefined,
  );
  const channels = bothChannels(directory, core);
  let pushes = 0;
  for (const hour of pushesByHour(span)) {
    for (const row of await channels.land(hour)) arrived.push(forOracle(row));
    pushes += hour.length;
    say(`landed ${pushes.toLocaleString("en")} pushes, through both channels`);
  }

  say("what the rows answer ...");
  const asked = askedOf(arrived);
  const expected = expectedAnswers(arrived, asked);
  const compare = async (lake: LocalLake, form: string) => {
    if (lake.form !== form) wrong.push(`the lake is ${lake.form}, not ${form}`);
    for (const [name, answer] of Object.entries(expected)) {
      say(`${name}, ${form}`);
      if (comparable(await answersOf(lake, name, asked)).join("\n") !== comparable(answer).join("\n"))
        wrong.push(`${name} in a ${form} lake`);
    }
  };
  await askLake(directory, (lake) => compare(lake, "landing"));

  const days = [...new Set(arrived.map(({ received_at }) => partitionOf(received_at).dt))].sort();
  for (const day of days) {
    say(`moving ${day}`);
    const moved = await compactLocal(directory, dayAfter(day));
    if (moved.join() !== day) wrong.push(`of ${day} it moved ${moved.join(", ") || "nothing"}`);
  }
  const once = await askLake(directory, contents);
  say("moving all days again");
  if ((await compactLocal(directory, dayAfter(days.at(-1) ?? ""))).length > 0) wrong.push("it moved a day twice");
  // As if no day had been noted: each MERGE runs once more.
  await rm(join(directory, COMPACTED_FOLDER, LEDGER_TABLE), { recursive: true });
  const again = await compactLocal(directory, dayAfter(days.at(-1) ?? ""));
  if (again.join() !== days.join()) wrong.push("without its notes it did not move all days");
  await askLake(directory, async (lake) => {
    if ((await contents(lake)).join() !== once.join()) wrong.push("moved twice, the table is not the same");
    const wanted = newest(arrived);
    for (const table of [COMPACTED_TABLE, LATEST_VIEW])
      if ((await countAndLag(lake, table)).join() !== wanted.join())
        wrong.push(`${table} has not the newest copy of each`);
    await compare(lake, "compacted");
  });
  return {
    pushes,
    landedRows: arrived.length,
    landedBytes: channels.bytes(),
    events: newest(arrived)[0],
    days,
    lines: Object.fromEntries(Object.entries(expected).map(([name, answer]) => [name, answer.length])),
    wrong,
  };
}

/** Without what no answer needs: payloads are most of a row, and access points stand in few. */
function forOracle(row: Row): Row {
  return row.payload?.includes('"apMacAddress"') ? row : { ...row, payload: undefined };
}

/** Every column of every row, as two numbers. */
async function contents(lake: LocalLake): Promise<readonly unknown[]> {
  const { rows } = await lake.sql(`SELECT count(*), CAST(bit_xor(hash(e)) AS varchar) FROM ${COMPACTED_TABLE} AS e`);
  return rows.flat();
}

async function countAndLag(lake: LocalLake, table: string): Promise<readonly unknown[]> {
  const { rows } = await lake.sql(`SELECT count(*), sum(epoch_ms(received_at) - epoch_ms(occurred_at)) FROM ${table}`);
  return rows.flat();
}

/** How many events there are, and by how much their last copies were late in all. */
function newest(arrived: readonly Row[]): readonly [count: number, lagMs: number] {
  const lags = new Map<string, number>();
  for (const row of arrived) {
    const identity = identityOf(row);
    lags.set(identity, Math.max(lags.get(identity) ?? 0, row.received_at - row.occurred_at));
  }
  return [lags.size, [...lags.values()].reduce((sum, lag) => sum + lag, 0)];
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);
}
