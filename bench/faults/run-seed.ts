/**
 * One seed on one cloud: the same records through a deployment in which nothing goes wrong and through one in which the
 * seed's plan does; then what an outage gave up is put back, and everything is put once more.
 */
import { virtualClock } from "../../test/support/virtual-clock.ts";
import { type Cloud, newRig } from "./clouds.ts";
import { type Content, contentOfLake, contentOfTables, differences, digest } from "./compare.ts";
import { type FaultCounts, noFaults } from "./counts.ts";
import { expectedOf } from "./expected.ts";
import { calm, planOf } from "./plan.ts";
import { newTally, type Rig, type Tally } from "./rig.ts";
import { type Put, START_MS, trafficOf } from "./traffic.ts";

export interface Job {
  readonly cloud: Cloud;
  readonly seed: number;
  readonly events: number;
  readonly engine: "memory" | "real";
}

export interface SeedResult extends Job {
  readonly records: number;
  readonly faults: FaultCounts;
  /** Of the run with faults. */
  readonly tally: Tally;
  /** Records put back after the run, since nothing was wrong with them. */
  readonly redriven: number;
  readonly lost: number;
  readonly wrong: number;
  readonly invented: number;
  /** What is wrong first, without a value of an event. */
  readonly first: string | undefined;
}

/** What is put back or put again comes when everything else is over. */
const LATER_MS = 60_000;

export async function runSeed(job: Job): Promise<SeedResult> {
  const { cloud, seed, events, engine } = job;
  const faults = noFaults();
  const puts = trafficOf(seed, events, faults);
  const expected = await expectedOf(puts);
  const findings = newFindings();

  const clean = await open();
  await clean.rig.deliver({ puts, plan: calm(seed), counts: noFaults(), tally: newTally() });
  const ofClean = await contentOf(clean.rig);
  noneGivenUp("a clean run", clean.rig, 0);
  findings.compare("a clean run", joined(expected.tables, expected.lake), ofClean);
  await clean.rig.close();

  const { rig, clock } = await open();
  const tally = newTally();
  await rig.deliver({ puts, plan: planOf(seed, START_MS, puts.at(-1)?.atMs ?? START_MS), counts: faults, tally });
  if (tally.settled + tally.discarded !== tally.put)
    findings.add("lost", `conservation: of ${tally.put} put, ${tally.settled} settled and ${tally.discarded} given up`);

  const again = async (payloads: readonly Uint8Array[]) => {
    const atMs = clock.nowMs() + LATER_MS;
    const some = payloads.map((payload): Put => ({ payload, atMs }));
    await rig.deliver({ puts: some, plan: calm(seed + 1), counts: noFaults(), tally: newTally() });
    return contentOf(rig);
  };
  const back = restOf(rig);
  const ofRun = await again(back);
  noneGivenUp("what was put back", rig, back.length);
  const kept = new Set(rig.givenUp().flatMap(({ isPoison, payload }) => (isPoison ? [digest(payload)] : [])));
  for (const one of expected.poison) if (!kept.has(one)) findings.add("lost", `letter ${one}`);
  for (const one of kept) if (!expected.poison.has(one)) findings.add("invented", `letter ${one}`);
  findings.compare("the run", joined(expected.tables, expected.lake), ofRun);
  findings.compare("the run, beside the clean one", ofClean, ofRun);
  findings.compare("a replay of everything", ofRun, await again(puts.map(({ payload }) => payload)));
  noneGivenUp("a replay of everything", rig, back.length);
  await rig.close();
  return { ...job, records: puts.length, faults, tally, redriven: back.length, ...findings.found() };

  /** Where nothing goes wrong, only what is wrong itself is kept. */
  function noneGivenUp(where: string, { givenUp }: Pick<Rig, "givenUp">, before: number): void {
    const more = restOf({ givenUp }).slice(before);
    for (const payload of more) findings.add("lost", `letter ${digest(payload)}`, where);
  }

  async function open() {
    let underWay = 0;
    const isBusy = () => underWay > 0;
    const clock = virtualClock(START_MS, isBusy);
    const busy = async <T>(work: () => Promise<T>) => {
      underWay++;
      try {
        return await work();
      } finally {
        underWay--;
      }
    };
    return { clock, rig: await newRig(cloud, engine, clock, busy) };
  }
}

/** What was given up and is nothing's fault but an outage's, or a death's. */
function restOf({ givenUp }: Pick<Rig, "givenUp">): readonly Uint8Array[] {
  return givenUp().flatMap(({ isPoison, payload }) => (isPoison ? [] : [payload]));
}

async function contentOf(rig: Rig): Promise<Content> {
  return joined(contentOfTables(await rig.tables()), contentOfLake(await rig.lakeRows()));
}

function joined(...contents: readonly Content[]): Content {
  return new Map(contents.flatMap((content) => [...content]));
}

function newFindings() {
  const keys = { lost: new Set<string>(), wrong: new Set<string>(), invented: new Set<string>() };
  let first: string | undefined;
  function add(how: keyof typeof keys, what: string, where = "the run"): void {
    first ??= `${how} in ${where}: ${what.split(" ")[0]} ${digest(what)}`;
    keys[how].add(what);
  }
  return {
    add,
    compare(where: string, wanted: Content, found: Content): void {
      for (const [how, what] of Object.entries(differences(wanted, found)))
        for (const key of what) add(how as keyof typeof keys, key, where);
    },
    found: () => ({ lost: keys.lost.size, wrong: keys.wrong.size, invented: keys.invented.size, first }),
  };
}
