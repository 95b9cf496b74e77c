/** What a run answers, and the commands it prints beside: each is run in a shell. Needs the built bundle, as `npm test` makes it. */
import { execFile } from "node:child_process";
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "../../local/answers/answer.ts";
import { answers } from "../../local/answers/answers.ts";
import { lakeAnswers } from "../../local/answers/lake-answers.ts";
import type { Cloud, Consumption } from "../../local/cloud.ts";
import { clouds } from "../../local/clouds.ts";
import { newLedger } from "../../local/ledger.ts";
import { parseOptions } from "../../local/options.ts";
import { pushAll } from "../../local/push-all.ts";
import { openSource } from "../../local/source.ts";
import type { Cell } from "../../shared/lake/query-result.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const TIMEOUT_MS = 120_000;
/** A few floors of two tenants, and more people than a table shows. */
const EVENTS = 1_500;

describe("The commands that a run prints", { timeout: TIMEOUT_MS }, () => {
  let directory: string;
  let cloud: Cloud;
  let consumption: Consumption;
  let given: readonly Answer[];
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "answers-"));
    const start = await clouds.aws.load();
    cloud = await start({ ports: {}, faults: false, lakeDirectory: join(directory, "lake") });
    const ledger = newLedger();
    consumption = cloud.consume(ledger);
    const source = await openSource(parseOptions(["--events", String(EVENTS), "--faults", "--seed", "4"]));
    const { signal } = new AbortController();
    await pushAll({ cloud, source, rate: undefined, ledger, signal });
    given = [...(await answers(cloud)), ...(await lakeAnswers(cloud.lake, `--local ${cloud.lake.directory}`))];
    const aws = join(directory, "aws");
    await writeFile(aws, `#!/bin/sh\nexec '${process.execPath}' '${join(root, "test/support/aws-cli.ts")}' "$@"\n`);
    await chmod(aws, 0o755);
  }, TIMEOUT_MS);
  afterAll(async () => {
    await consumption.stop();
    await cloud.close();
    await rm(directory, { recursive: true });
  });

  function about(question: string): Answer {
    const found = given.find((answer) => answer.question.startsWith(question));
    if (found === undefined) throw new Error(`nobody asked "${question}"`);
    return found;
  }

  /** In a shell, as it was printed, but for what is put behind it. */
  async function run(command: string, more = ""): Promise<string> {
    const PATH = `${directory}${delimiter}${process.env.PATH}`;
    const { stdout } = await promisify(execFile)("sh", ["-c", `${command} ${more}`], {
      cwd: root,
      env: { ...process.env, PATH },
      maxBuffer: 64 * 1_024 * 1_024,
    });
    return stdout;
  }

  /** The whole answer is what the command prints; the table shows the first rows of it, and says how many there are. */
  function expectShown({ question, result }: Answer, rows: readonly (readonly unknown[])[]): void {
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.slice(0, result.rows.length)).toEqual(result.rows);
    const [, of] = / \(8 of (\d+)\)$/.exec(question) ?? [];
    expect(rows).toHaveLength(of === undefined ? result.rows.length : Number(of));
  }

  it.each([
    "Who is on",
    "Which zones are the busiest now",
    "How busy is each floor now?",
    "From the lake: hourly occupancy",
    "From the lake: dwell time",
    "From the lake: events, lag and duplicates",
  ])("answer what the table shows: %s", async (question) => {
    const answer = about(question);
    const rows = JSON.parse(await run(answer.command, "--format json")) as Record<string, Cell>[];
    expectShown(
      answer,
      rows.map((row) => answer.result.columns.map((column) => row[column])),
    );
  });

  it("give the aspects of the device that the table shows", async () => {
    const answer = about("Where is device");
    const { Items } = JSON.parse(await run(answer.command)) as { Items: Record<string, { S?: string; N?: string }>[] };
    const at = answer.result.columns.indexOf("x_ft");
    expectShown(
      {
        ...answer,
        result: { ...answer.result, rows: answer.result.rows.map((row) => [row[0] ?? null, row[at] ?? null]) },
      },
      Items.map(({ sk, x }) => [sk?.S, x === undefined ? null : Number(x.N)]),
    );
  });

  it("give the hour of the sensor that the table shows", async () => {
    const answer = about("What did sensor");
    const { Items } = JSON.parse(await run(answer.command)) as { Items: Record<string, { S?: string }>[] };
    const times = Items.map(({ sk }) =>
      new Date(Number(sk?.S?.slice(0, 13))).toISOString().slice(0, 19).replace("T", " "),
    );
    expectShown(
      { ...answer, result: { ...answer.result, rows: answer.result.rows.map(([time]) => [time ?? null]) } },
      times.map((time) => [time]),
    );
  });

  it("fetch the letters that the table counts", async () => {
    const answer = about("What was dead-lettered");
    const folder = join(directory, "letters");
    await run(answer.command.replace(".local/dead-letters", `'${folder}'`));
    const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".ndjson"));
    const lines = (await Promise.all(files.map((name) => readFile(join(folder, name), "utf8")))).flatMap((text) =>
      text.split("\n").filter((line) => line !== ""),
    );
    const letters = lines.map((line) => JSON.parse(line) as { position: string; part: number });
    const distinct = new Set(letters.map(({ position, part }) => `${position} ${part}`));
    expect(answer.result.rows.reduce((sum, [count]) => sum + Number(count), 0)).toBe(distinct.size);
    expect(distinct.size).toBeGreaterThan(0);
  });

  it.each(["How busy is each floor now?", "Which zones are the busiest now"])(
    "tell places of two tenants and their buildings apart by name: %s",
    async (question) => {
      const rows = JSON.parse(await run(about(question).command, "--format json")) as Record<string, Cell>[];
      const places = rows.map(({ tenant, building, floor, zone }) => [tenant, building, floor, zone ?? null]);
      expect(new Set(places.map((place) => JSON.stringify(place))).size).toBe(rows.length);
      expect(new Set(rows.map(({ tenant }) => tenant)).size).toBe(2);
      expect(new Set(rows.map(({ building }) => building)).size).toBeGreaterThan(1);
    },
  );

  it("say of copies that there is one for each channel, where there are two", () => {
    expect(about("From the lake: events, lag and duplicates").note).toContain("through 2 channels");
    expect(about("From the lake: dwell time").note).toBeUndefined();
  });
});
