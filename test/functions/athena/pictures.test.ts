/**
 * docs/queries/*.svg: what each query's answer looks like, over the seeded lake. After a change: GOLDEN=write npm test --
 * pictures, and look at them.
 */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plotAsSvg } from "../../../cli/plot-svg.ts";
import { type LocalLake, openLake } from "../../../cli/query-duckdb.ts";
import { namedQueries } from "../../../functions/athena/queries.ts";
import type { Row } from "../../../shared/row.ts";
import { askedOf } from "./asked.ts";
import { DAY, FROM, TO } from "./expected.ts";
import { fillSeededLake } from "./seeded-lake.ts";

const pictures = fileURLToPath(new URL("../../../docs/queries/", import.meta.url));
const SETUP_MS = 120_000;

describe("The picture of a query in the documentation", () => {
  let directory: string;
  let lake: LocalLake;
  let rows: readonly Row[];
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "pictures-"));
    rows = await fillSeededLake(directory);
    lake = await openLake(directory);
    await mkdir(pictures, { recursive: true });
  }, SETUP_MS);
  afterAll(async () => {
    lake.close();
    await rm(directory, { recursive: true });
  });

  it.each(namedQueries)("is drawn from an answer: $name", async (query) => {
    const all = {
      from: FROM,
      to: TO,
      day: DAY,
      ...askedOf(rows),
    };
    const takes = (name: string) =>
      query.parameters.some(
        (parameter) => parameter.name === name && (name !== "asset" || parameter.default === undefined),
      );
    const values = Object.fromEntries(Object.entries(all).filter(([name]) => takes(name)));
    const svg = await plotAsSvg(await lake.ask(query, values), query.chart, query.title);
    expect(svg).toMatch(/^<svg [\s\S]+<\/svg>\n$/);
    const file = join(pictures, `${query.name}.svg`);
    if (process.env.GOLDEN === "write") await writeFile(file, svg ?? "");
    expect(await readFile(file, "utf8")).toBe(svg);
  });

  it("is there for no query that there is not", async () => {
    expect((await readdir(pictures)).sort()).toEqual(namedQueries.map(({ name }) => `${name}.svg`).sort());
  });

  it("stands in the section of its query", async () => {
    const page = await readFile(join(pictures, "../queries.md"), "utf8");
    for (const { name, title } of namedQueries)
      expect(page.split(`### ${name}\n`)[1]?.split("\n### ")[0]).toContain(`![${title}](queries/${name}.svg)`);
  });
});
