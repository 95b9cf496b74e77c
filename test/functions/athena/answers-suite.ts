/** What holds of the answers of the named queries on every engine. Called within a `describe`. */
import { expect, it } from "vitest";
import type { NamedQuery } from "../../../shared/lake/named-query.ts";
import type { Cell } from "../../../shared/lake/query-result.ts";
import type { Row } from "../../../shared/row.ts";
import { comparable } from "./asked.ts";
import { type Asked, expectedAnswers } from "./expected.ts";

export interface AskedLake {
  readonly arrived: readonly Row[];
  readonly asked: Asked;
  readonly expected: ReturnType<typeof expectedAnswers>;
}

type Answers = (name: string, more?: Record<string, string>) => Promise<Record<string, Cell>[]>;

/** `lake` is asked for once the tests run. */
export function testAnswers(queries: readonly NamedQuery[], answers: Answers, lake: () => AskedLake): void {
  it.each(queries)("$name gives the numbers that the rows give", async ({ name }) => {
    const wanted = lake().expected[name] ?? [];
    expect(wanted.length).toBeGreaterThan(0);
    expect(comparable(await answers(name))).toEqual(comparable(wanted));
  });

  it.each(queries)("$name is drawn by columns that it has", async ({ name, chart }) => {
    const columns = Object.keys((await answers(name))[0] ?? {});
    const drawn = [...chart.x, ...chart.y, ...(chart.series ?? [])];
    expect(drawn.filter((column) => !columns.includes(column))).toEqual([]);
  });

  it("answers of one tenant when asked for one", async () => {
    const { arrived, asked } = lake();
    const tenant = arrived[0]?.tenant_id ?? "";
    const rows = arrived.filter((row) => row.tenant_id === tenant);
    const wanted = expectedAnswers(rows, asked)["hourly-occupancy-by-floor"] ?? [];
    expect(comparable(await answers("hourly-occupancy-by-floor", { tenant }))).toEqual(comparable(wanted));
    expect(await answers("hourly-occupancy-by-floor", { tenant: "nobody" })).toEqual([]);
  });

  it("reads the path of a device in the order of time", async () => {
    const times = (await answers("path-of-one-device")).map(({ local_time }) => String(local_time));
    expect(times).toEqual([...times].sort());
  });
}
