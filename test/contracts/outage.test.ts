/**
 * An hour's outage of everything, and after it the commands the pages name: on the local run of each cloud, with real
 * clients, the built functions and the real `spaces`. In the end the tables and the lake are those of a run without it.
 */
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Content, contentOfLake, contentOfTables, differences, digest } from "../../bench/faults/compare.ts";
import { parquetRows } from "../../bench/faults/lake-rows.ts";
import { storedBy } from "../../bench/faults/stored.ts";
import { withFaults } from "../../cli/simulator/faults.ts";
import { encodeRecords } from "../../cli/simulator/records.ts";
import { simulate } from "../../cli/simulator/simulate.ts";
import type { GivenUp } from "../../cli/stage/given-up.ts";
import { announceRun } from "../../cli/stage/local-runs.ts";
import type { Stage } from "../../cli/stage/stage.ts";
import { type CloudName, cloudNames } from "../../local/clouds.ts";
import { spacesCalls } from "../docs/shell.ts";
import { type LocalStage, startAnyLocalStage } from "../support/local-stage.ts";
import { newWires } from "../support/wires.ts";

const HOUR_MS = 3_600_000;
const SEED = 12;
const RUN = "outage";
const PRIVACY_KEY = randomBytes(32).toString("base64");
const patience = { timeout: 300_000, interval: 500 };
const root = fileURLToPath(new URL("../../", import.meta.url));

/** By which the age of a record is told, beside the real one: where it is the stamps', it is slow at first, where it is Lambda's, fast. */
const clockOff: Readonly<Record<CloudName, { readonly atFirst: number; readonly anHourLater: number }>> = {
  aws: { atFirst: 0, anHourLater: HOUR_MS },
  azure: { atFirst: -HOUR_MS, anHourLater: 0 },
  gcp: { atFirst: -HOUR_MS, anHourLater: 0 },
};

/** Who gives up by itself, as its letters tell: an expression each. */
const givesUp: Readonly<Record<CloudName, readonly RegExp[]>> = {
  aws: [/calling spaces-processor/, /calling spaces-lake-writer/, /Data Firehose/],
  azure: [/^dead-letters\/spaces-push/, /^dead-letters\/lake\//],
  gcp: [/^dead-letters\//],
};

/**
 * What the stores answer meanwhile; nothing where it is absent. On AWS as when the customer key is disabled, which no client
 * tries again by itself: a transform would wait for half a minute otherwise.
 */
const refusal: Readonly<Partial<Record<CloudName, string>>> = {
  aws: "HTTP/1.1 400 Bad Request\r\nx-amzn-errortype: KMSAccessDeniedException\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
};

/** What the alarms lead to, and what is said of an outage: the page and its section. */
const sections: Readonly<Record<CloudName, readonly (readonly [page: string, section: string])[]>> = {
  aws: [
    ["docs/runbook.md", "Given up"],
    ["docs/runbook.md", "Transform failures"],
    ["docs/operations.md", "After an outage"],
  ],
  azure: [
    ["docs/azure.md", "Given up"],
    ["docs/operations.md", "After an outage"],
  ],
  gcp: [
    ["docs/google-cloud.md", "Given up"],
    ["docs/operations.md", "After an outage"],
  ],
};

/** Redrives of the sections, of this run in place of the stage. */
function redrives(cloud: CloudName): readonly (readonly string[])[] {
  return sections[cloud].flatMap(([page, name]) => {
    const text = readFileSync(join(root, page), "utf8");
    const section = new RegExp(`^(#+) ${name}\\n([\\s\\S]*?)(?=^#|$(?![\\s\\S]))`, "m").exec(text)?.[2] ?? "";
    const calls = spacesCalls(section).filter(([, action]) => action === "redrive");
    expect(calls, `${page}, ${name}`).not.toEqual([]);
    return calls.map((words) => ofThisRun(words));
  });
}

function ofThisRun(words: readonly string[]): readonly string[] {
  const named = ["--stage", "--cloud", "--outputs"];
  const kept = words.filter((word, at) => !named.includes(word) && !named.includes(words[at - 1] ?? ""));
  return [...kept, "--local", RUN, "--yes"];
}

const events = [...simulate({ events: 240, seed: SEED, startMs: Date.now() - 2 * HOUR_MS, eventsPerSecond: 1 })];
const kept = events.filter(({ eventType }) => eventType !== "KEEP_ALIVE").length;
/** With duplicates, disorder and poison. A third of them before the outage, a third early in it, a third late in it. */
const records = [...withFaults(encodeRecords(events, { encoding: "mixed", seed: SEED }), { seed: SEED })].map(
  ({ bytes }) => bytes,
);
const third = Math.ceil(records.length / 3);
const [before, early, late] = [records.slice(0, third), records.slice(third, 2 * third), records.slice(2 * third)];

const none = { lost: [], wrong: [], invented: [] };

describe.each(cloudNames)("an hour in which nothing can be stored, on %s", { timeout: 600_000 }, (cloud) => {
  let directory: string;
  const closing: (() => unknown)[] = [];
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "outage-"));
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
    await rm(directory, { recursive: true });
  });

  async function start() {
    const wires = newWires(refusal[cloud]);
    let offMs = clockOff[cloud].atFirst;
    const local = await startAnyLocalStage(cloud, {
      maxRecordAgeHours: 1,
      nowMs: () => Date.now() + offMs,
      environment: async (made) =>
        wires.through({
          ...made,
          // The same pseudonyms in both runs.
          PRIVACY_KEY,
          // A channel has its own records here, and neither does the other's work.
          ...("WRITE_TABLES" in made && { WRITE_TABLES: "true" }),
        }),
    });
    const stage = local.open();
    closing.push(wires.close, () => local.close(), stage.close);
    return {
      local,
      stage,
      wires,
      setClock(ms: number) {
        offMs = ms;
      },
    };
  }

  /** Each channel a share of them, as Cisco puts them. */
  async function put({ transports }: Stage, payloads: readonly Uint8Array[]): Promise<void> {
    for (const [index, transport] of transports.entries()) {
      const own = payloads.filter((_, at) => at % transports.length === index);
      const answers = await transport.put(own);
      expect(answers.filter(({ refused }) => refused !== undefined)).toEqual([]);
    }
  }

  /** Also those a command tells once, since another consumer gave up the same record. */
  async function letters({ givenUp }: Stage): Promise<readonly GivenUp[]> {
    const all: GivenUp[] = [];
    for (const place of givenUp)
      for await (const object of place.objects.list(place.prefix))
        all.push(...place.letters(object, await place.objects.read(object.name)));
    return all;
  }

  async function contentOf({ local, stage }: { local: LocalStage<unknown>; stage: Stage }): Promise<Content> {
    await local.lake.flush();
    const names = readdirSync(local.lake.directory, { recursive: true }) as string[];
    const files = names.filter((name) => name.endsWith(".parquet"));
    const lake = await parquetRows(
      new Map(files.map((name) => [name, readFileSync(join(local.lake.directory, name))])),
    );
    const places = await stage.tables.allPlaces();
    return new Map([
      ...contentOfTables(await storedBy(stage.tables)),
      ...contentOfLake(lake),
      ...places.map((place) => [`place ${digest(place)}`, ""] as const),
    ]);
  }

  async function spaces(words: readonly string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(process.execPath, [join(root, "bin/spaces.mjs"), ...words], {
      cwd: directory,
    });
    return stdout;
  }

  it("ends with the tables and the lake of a run without it, after the commands the page names", async () => {
    const clean = await start();
    await put(clean.stage, records);
    const wanted = await whole(clean);

    const run = await start();
    const { local, stage, wires } = run;
    await announceRun({ name: RUN, cloud, pid: process.pid, access: local.access }, join(directory, ".local/runs"));
    await put(stage, before);
    await expect.poll(async () => (await stage.tables.allEvents()).length, patience).toBeGreaterThan(0);

    for (const what of ["stores", "letters"] as const) wires.cut(what, true);
    await put(stage, early);
    await expect
      .poll(() => local.ledger.snapshot().failedInvocations + local.ledger.snapshot().redeliveredRecords, patience)
      .toBeGreaterThan(0);
    wires.cut("letters", false);
    run.setClock(clockOff[cloud].anHourLater);
    await expect
      .poll(async () => {
        const told = (await letters(stage)).filter(({ code }) => code === "retries-exhausted");
        return givesUp[cloud].filter((by) => told.some(({ object, message }) => by.test(object) || by.test(message)));
      }, patience)
      .toEqual(givesUp[cloud]);
    run.setClock(0);
    await put(stage, late);
    wires.cut("stores", false);

    expect(differences(wanted, await contentOf(run)).lost.map((key) => key.split(" ")[0])).toEqual(
      expect.arrayContaining(["event", "lake"]),
    );
    for (const words of redrives(cloud)) expect(await spaces(words)).not.toMatch(/neither|cannot be put/);
    await expect.poll(async () => differences(wanted, await contentOf(run)), patience).toEqual(none);
    // A replay of everything changes nothing.
    await spaces(["replay", "--from", "2026-01-01", "--local", RUN, "--yes"]);
    expect(differences(wanted, await contentOf(run))).toEqual(none);
  });

  /** What is there once every event is, and two looks in a row have found the same. */
  async function whole(run: { local: LocalStage<unknown>; stage: Stage }): Promise<Content> {
    let last: Content = new Map();
    const kinds = (content: Content, kind: string) => [...content.keys()].filter((key) => key.startsWith(`${kind} `));
    await expect
      .poll(async () => {
        const now = await contentOf(run);
        const isCalm = differences(last, now).invented.length === 0;
        last = now;
        return [kinds(now, "event").length, kinds(now, "lake").length, isCalm];
      }, patience)
      .toEqual([kept, kept, true]);
    return last;
  }
});
