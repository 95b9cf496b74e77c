/** `spaces query`: a named query, over the deployed lake with Athena or BigQuery, on Azure or a local one with DuckDB. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { namedQueries } from "../functions/athena/queries.ts";
import { nearest } from "../infra/config/nearest.ts";
import { lakeNames } from "../infra/names.ts";
import type { NamedQuery, ParameterValues } from "../shared/lake/named-query.ts";
import type { QueryResult } from "../shared/lake/query-result.ts";
import { type CloudName, cloudOption, outputsOption } from "./cloud-option.ts";
import { type Deployment, deploymentOf, refuseContradiction } from "./deployment.ts";
import { formatResult, formats as textFormats } from "./format-result.ts";
import { findLake } from "./local-lakes.ts";
import { plotInTerminal } from "./plot-terminal.ts";
import { momentsOf } from "./query-period.ts";
import { regionOf, regionOption } from "./region.ts";
import { UserError } from "./user-error.ts";

const formats = [...textFormats, "html", "svg"] as const;

interface QueryOptions {
  readonly cloud?: CloudName;
  readonly outputs?: string;
  readonly container?: string;
  readonly dataset?: string;
  readonly stage?: string;
  readonly region?: string;
  readonly local?: string | true;
  readonly from?: string;
  readonly to?: string;
  readonly timeZone?: string;
  readonly param: ParameterValues;
  readonly plot?: true;
  readonly format: (typeof formats)[number];
  readonly list?: true;
}

const examples = `
Examples:
  $ spaces query --list
  $ spaces query hourly-occupancy-by-floor --stage prod --from 2026-03-01 --to 2026-03-08 --time-zone Europe/Paris
  $ spaces query simultaneous-occupancy --local --from 2026-03-02T08:00 --to 2026-03-02T18:00 --plot
  $ spaces query visitors-per-day --stage prod --from 2026-03-01 --to 2026-04-01 --format html > visitors.html
  $ terraform -chdir=azure/infra output -json | spaces query visitors-per-day --outputs - --from 2026-03-01 --to 2026-04-01
  $ spaces query visitors-per-day --dataset my-project.spaces --from 2026-03-01 --to 2026-04-01
  $ spaces query path-of-one-device --local --param day=2026-03-02 --param device=ID --format csv`;

export function register(program: Command): void {
  program
    .command("query")
    .description("run a named query over the lake and print, draw or save the answer")
    .argument("[name]", "one of those that --list names")
    .addOption(new Option("--stage <stage>", "the deployed stage to ask, with Athena").conflicts("local"))
    .addOption(regionOption())
    .addOption(cloudOption())
    .addOption(outputsOption())
    .option("--container <url>", "the lake's container in place of the outputs (Azure)")
    .option("--dataset <project.dataset>", "the lake's dataset in place of the outputs (Google Cloud)")
    .option(
      "--local [lake]",
      "the local lake to ask, with DuckDB: a run of npm run local or a folder (default: the newest run)",
    )
    .option("--from <time>", "begin of the period: yyyy-MM-dd or yyyy-MM-ddThh:mm, with Z, an offset or --time-zone")
    .option("--to <time>", "its end, which is not in it any more")
    .option("--time-zone <zone>", "IANA zone that times without one are in, and that days and hours are counted in")
    .option("--param <name=value>", "value of a parameter; may be given several times", collect, {})
    .addOption(new Option("--plot", "draw the answer in the terminal in place of the table").conflicts("format"))
    .addOption(
      new Option("--format <format>", "how to give the answer; html is a page with a picture and the table")
        .choices(formats)
        .default("table"),
    )
    .option("--list", "list the queries and their parameters")
    .addHelpText("after", examples)
    .action(async (name: string | undefined, options: QueryOptions) => {
      if (options.list) return console.log(listing());
      const query = queryNamed(name);
      const deployment = askedOf(options);
      if (deployment.cloud === "aws" && options.stage === undefined && options.local === undefined)
        throw new UserError("Say which lake to ask: --stage or --outputs for a deployed one, --local for a local one.");
      const values = { ...options.param, ...momentsOf(query, options) };
      try {
        const result = await answer(query, values, deployment, options);
        console.log(await shown(query, values, result, options));
      } catch (error) {
        if (error instanceof UserError) throw error;
        throw new UserError(error instanceof Error ? error.message : "The query failed.");
      }
    });
}

/** At most a third of the letters may differ, or the name holds what was written. */
function queryNamed(name: string | undefined): NamedQuery {
  const query = namedQueries.find((candidate) => candidate.name === name);
  if (query !== undefined) return query;
  const all = `--list shows all ${namedQueries.length}.`;
  if (name === undefined) throw new UserError(`Name a query; ${all}`);
  const names = namedQueries.map((known) => known.name);
  const meant = nearest(name, names, Math.ceil(name.length / 3)) ?? names.find((known) => known.includes(name));
  throw new UserError(`There is no query "${name}"${meant === undefined ? "" : `, but ${meant}`}; ${all}`);
}

/** A container is Azure's and a dataset Google Cloud's. */
function askedOf({ cloud, outputs, stage, container, dataset }: QueryOptions): Deployment {
  const told = container !== undefined ? "azure" : dataset !== undefined ? "gcp" : undefined;
  if (told !== undefined)
    refuseContradiction(told === "azure" ? "--container is Azure's" : "--dataset is Google Cloud's", told, cloud);
  return deploymentOf({ cloud: cloud ?? told, outputs, stage });
}

async function answer(
  query: NamedQuery,
  values: ParameterValues,
  deployment: Deployment,
  options: QueryOptions,
): Promise<QueryResult> {
  const { stage, region, local } = options;
  if (deployment.cloud === "azure" && local === undefined)
    return answerOnAzure(query, values, options.container ?? deployment.outputs?.lake);
  if (deployment.cloud === "gcp")
    return answerOnGoogleCloud(query, values, options.dataset ?? deployment.outputs?.lake, local);
  if (stage === undefined) {
    const { askLake } = await import("./query-duckdb.ts");
    return askLake(await findLake(typeof local === "string" ? local : undefined), (lake) => lake.ask(query, values));
  }
  const place = await regionOf({ stage, region });
  const [{ AthenaClient }, { athenaSend, runInAthena }] = await Promise.all([
    import("@aws-sdk/client-athena"),
    import("./query-athena.ts"),
  ]);
  const result = await runInAthena(athenaSend(new AthenaClient({ region: place })), lakeNames(stage), query, values);
  console.error(`Athena scanned ${(result.scannedBytes / 1e6).toFixed(1)} MB.`);
  return result;
}

/** `null`: the deployment has none. */
type Lake = string | null | undefined;

async function answerOnAzure(query: NamedQuery, values: ParameterValues, url: Lake): Promise<QueryResult> {
  if (url === undefined)
    throw new UserError("Say which lake to ask: --outputs with what terraform output -json printed, or --container.");
  if (url === null) throw new UserError("This deployment has no lake: lake_enabled is false.");
  const [{ containerAt }, { queryContainer }] = await Promise.all([
    import("./azure/storage.ts"),
    import("./azure/query.ts"),
  ]);
  const { fetched, ...result } = await queryContainer(containerAt(url), query, values);
  console.error(`Brought ${fetched.files} files, ${(fetched.bytes / 1e6).toFixed(1)} MB.`);
  return result;
}

/** In GoogleSQL here and there. */
async function answerOnGoogleCloud(
  { name }: NamedQuery,
  values: ParameterValues,
  lake: Lake,
  local: QueryOptions["local"],
): Promise<QueryResult> {
  const { googleQueries } = await import("./gcp/queries.ts");
  const query = googleQueries.find((candidate) => candidate.name === name);
  if (query === undefined) throw new Error(`There is no query ${name} in GoogleSQL.`);
  if (local !== undefined) {
    const { askGoogleLake } = await import("./gcp/local-lake.ts");
    return askGoogleLake(await findLake(typeof local === "string" ? local : undefined), query, values);
  }
  if (lake === undefined)
    throw new UserError("Say which lake to ask: --outputs with what terraform output -json printed, or --dataset.");
  if (lake === null) throw new UserError("This deployment has no lake: lake_enabled is false.");
  const [{ BigQuery }, { datasetOf, queryBigQuery }] = await Promise.all([
    import("@google-cloud/bigquery"),
    import("./gcp/query.ts"),
  ]);
  const place = datasetOf(lake);
  const { billedBytes, ...result } = await queryBigQuery(
    new BigQuery({ projectId: place.projectId }),
    place,
    query,
    values,
  );
  console.error(`BigQuery bills ${(billedBytes / 1e6).toFixed(1)} MB.`);
  return result;
}

async function shown(query: NamedQuery, values: ParameterValues, result: QueryResult, options: QueryOptions) {
  const { columns, isTTY } = process.stdout;
  if (options.plot) return plotInTerminal(result, query.chart, { cells: columns, coloured: isTTY === true });
  switch (options.format) {
    case "html": {
      const { htmlPage } = await import("./html-page.ts");
      return htmlPage(query, values, result);
    }
    case "svg": {
      const { plotAsSvg } = await import("./plot-svg.ts");
      const picture = await plotAsSvg(result, query.chart, query.title);
      if (picture === undefined) throw new UserError("There is nothing to draw: the answer has no numbers.");
      return picture;
    }
    default:
      return formatResult(result, options.format, columns);
  }
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
