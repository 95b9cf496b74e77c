/** What the seeds of a cloud came to, for people. */
import Table from "cli-table3";
import type { Cloud } from "./clouds.ts";
import { type FaultCounts, faultKinds, sum } from "./counts.ts";
import type { SeedResult } from "./run-seed.ts";

export interface Summary {
  readonly cloud: Cloud;
  readonly engine: SeedResult["engine"];
  readonly seeds: number;
  readonly events: number;
  readonly records: number;
  readonly faults: FaultCounts;
  readonly lost: number;
  readonly wrong: number;
  readonly invented: number;
  readonly rejected: number;
  /** Deliveries of a record that was not done with. */
  readonly retried: number;
  readonly redriven: number;
}

export function isGood({ lost, wrong, invented }: Pick<SeedResult, "lost" | "wrong" | "invented">): boolean {
  return lost + wrong + invented === 0;
}

export function summaryOf(cloud: Cloud, results: readonly SeedResult[]): Summary | undefined {
  const own = results.filter((result) => result.cloud === cloud);
  const [first] = own;
  if (first === undefined) return undefined;
  const total = (of: (result: SeedResult) => number) => own.reduce((all, result) => all + of(result), 0);
  return {
    cloud,
    engine: first.engine,
    seeds: own.length,
    events: total(({ events }) => events),
    records: total(({ records }) => records),
    faults: sum(own.map(({ faults }) => faults)),
    lost: total(({ lost }) => lost),
    wrong: total(({ wrong }) => wrong),
    invented: total(({ invented }) => invented),
    rejected: total(({ tally }) => tally.rejected),
    retried: total(({ tally }) => tally.retried),
    redriven: total(({ redriven }) => redriven),
  };
}

/** Lines of a table: what, and a figure for each cloud. */
export function figuresOf(summary: readonly Summary[]): readonly (readonly string[])[] {
  const line = (what: string, of: (one: Summary) => number) => [
    what,
    ...summary.map((one) => of(one).toLocaleString("en")),
  ];
  return [
    line("events", ({ events }) => events),
    line("seeds", ({ seeds }) => seeds),
    line("records, with duplicates and poison", ({ records }) => records),
    ...faultKinds.map((kind) => line(kind, ({ faults }) => faults[kind])),
    line("records delivered again", ({ retried }) => retried),
    line("events rejected or given up", ({ rejected }) => rejected),
    line("records put back afterwards", ({ redriven }) => redriven),
    line("lost", ({ lost }) => lost),
    line("wrong", ({ wrong }) => wrong),
    line("invented", ({ invented }) => invented),
  ];
}

export function tableOf(summary: readonly Summary[], results: readonly SeedResult[]): string {
  const table = new Table({
    head: ["", ...summary.map(({ cloud }) => cloud)],
    colAligns: ["left", ...summary.map(() => "right" as const)],
    style: { compact: true, head: [], border: [] },
  });
  table.push(...figuresOf(summary).map((line) => [...line]));
  const bad = results.find((result) => !isGood(result));
  if (bad === undefined) return `${table}\n`;
  const again = `npm run faults -- --cloud ${bad.cloud} --seed ${bad.seed} --seeds 1 --events ${bad.events}`;
  return `${table}\nFirst: ${bad.first}. Again: ${again}\n`;
}
