/** `spaces query`: a named query, over the deployed lake with Athena or over a local one with DuckDB. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { namedQueries } from "../functions/athena/queries.ts";
import { lakeNames } from "../infra/names.ts";
import type { NamedQuery, ParameterValues } from "../shared/lake/named-query.ts";
import type { QueryResult } from "../shared/lake/query-result.ts";
import { type Format, formatResult, formats } from "./format-result.ts";
import { findLake } from "./local-lakes.ts";
import { regionOf, regionOption } from "./region.ts";
import { UserError } from "./user-error.ts";

interface QueryOptions {
  readonly stage?: string;
  readonly region?: string;
  readonly local?: string | true;
  readonly param: ParameterValues;
  readonly format: Format;
  readonly list?: true;
}

const examples = `
Examples:
  $ spaces query --list
  $ spaces query hourly-occupancy-by-floor --stage prod --param from=2026-03-01 --param to=2026-03-08
  $ spaces query path-of-one-device --local --param day=2026-03-02 --param device=ID --format csv`;

export function register(program: Command): void {
  program
    .command("query")
    .description("run a named query over the lake and print the answer")
    .argument("[name]", "one of those that --list names")
    .addOption(new Option("--stage <stage>", "the deployed stage to ask, with Athena").conflicts("local"))
    .addOption(regionOption())
    .option(
      "--local [lake]",
      "the local lake to ask, with DuckDB: a run of npm run local or a folder (default: the newest run)",
    )
    .option("--param <name=value>", "value of a parameter; may be given several times", collect, {})
    .addOption(new Option("--format <format>", "how to print the answer").choices(formats).default("table"))
    .option("--list", "list the queries and their parameters")
    .addHelpText("after", examples)
    .action(async (name: string | undefined, options: QueryOptions, command: Command) => {
      if (options.list) return console.log(listing());
      const query = namedQueries.find((candidate) => candidate.name === name);
      if (query === undefined) {
        const what = name === undefined ? "Name a query" : `There is no query "${name}"`;
        return command.error(`error: ${what}; --list shows all ${namedQueries.length}.`);
      }
      if (options.stage === undefined && options.local === undefined)
        return command.error("error: Say which lake to ask: --stage for a deployed one, --local for a local one.");
      try {
        console.log(formatResult(await answer(query, options), options.format, process.stdout.columns));
      } catch (error) {
        if (error instanceof UserError) throw error;
        command.error(`error: ${error instanceof Error ? error.message : "The query failed."}`);
      }
    });
}

async function answer(query: NamedQuery, { stage, region, local, param }: QueryOptions): Promise<QueryResult> {
  if (stage === undefined) {
    const { openLake } = await import("./query-duckdb.ts");
    const lake = await openLake(await findLake(typeof local === "string" ? local : undefined));
    try {
      return await lake.run(query, param);
    } finally {
      lake.close();
    }
  }
  const place = await regionOf({ stage, region });
  const [{ AthenaClient }, { athenaSend, runInAthena }] = await Promise.all([
    import("@aws-sdk/client-athena"),
    import("./query-athena.ts"),
  ]);
  const result = await runInAthena(athenaSend(new AthenaClient({ region: place })), lakeNames(stage), query, param);
  console.error(`Athena scanned ${(result.scannedBytes / 1e6).toFixed(1)} MB.`);
  return result;
}

function collect(text: string, before: ParameterValues): ParameterValues {
  const equals = text.indexOf("=");
  if (equals < 1) throw new InvalidArgumentError("It is written as name=value.");
  return { ...before, [text.slice(0, equals)]: text.slice(equals + 1) };
}

function listing(): string {
  return namedQueries
    .map(({ name, description, parameters }) => {
      const lines = parameters.map((parameter) => {
        const absent = parameter.default === undefined ? "required" : `default ${JSON.stringify(parameter.default)}`;
        return `    ${parameter.name}: ${parameter.description} (${absent})`;
      });
      return [name, `  ${description}`, ...lines].join("\n");
    })
    .join("\n\n");
}
