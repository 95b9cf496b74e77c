/** `spaces now`: who is where, asked of the tables: a stage's, or those of a local run. */
import { type Command, InvalidArgumentError, Option } from "commander";
import type { QueryResult } from "../shared/lake/query-result.ts";
import { type SubjectKind, subjectKinds } from "../shared/row.ts";
import type { SubjectKey } from "../shared/state/keys.ts";
import { type CloudName, cloudOption, outputsOption } from "./cloud-option.ts";
import { deploymentOf } from "./deployment.ts";
import { type Format, formatResult, formats } from "./format-result.ts";
import { busiestFloors, floorsResult } from "./now/busiest-floors.ts";
import { busiestZones } from "./now/busiest-zones.ts";
import type { NowReader } from "./now/floors.ts";
import { whatItSaid } from "./now/what-it-said.ts";
import { whereItIs } from "./now/where-it-is.ts";
import { whoIsThere } from "./now/who-is-there.ts";
import { regionOf, regionOption } from "./region.ts";
import { findStage } from "./stage/find-stage.ts";
import { UserError } from "./user-error.ts";

interface NowOptions {
  readonly cloud?: CloudName;
  readonly outputs?: string;
  readonly stage?: string;
  readonly endpoint?: string;
  /** `true`: the newest run. */
  readonly local?: string | true;
  readonly region?: string;
  readonly tenant?: string;
  readonly at?: number;
  readonly format: Format;
}

interface SubjectOptions extends NowOptions {
  readonly kind: SubjectKind;
  readonly from?: number;
}

const HOUR_MS = 3_600_000;

const examples = `
Who was seen in the quarter of an hour before counts as there.

Examples:
  $ spaces now zones --stage prod
  $ spaces now floors --stage prod --tenant TENANT --format csv
  $ terraform -chdir=azure/infra output -json | spaces now zones --outputs -
  $ spaces now zones --local
  $ spaces now who FLOOR --stage prod --tenant TENANT
  $ spaces now where DEVICE --stage prod --tenant TENANT
  $ spaces now history SENSOR --kind sensor --stage prod --tenant TENANT --from 2026-03-02T09:00:00Z`;

/** `connect` is replaced in tests. */
export function register(program: Command, connect: (options: NowOptions) => Promise<NowReader> = connectTo): void {
  const now = program
    .command("now")
    .description("who is where now, read from the tables")
    .addHelpText("after", examples);
  const ask = (
    name: string,
    description: string,
    answer: (read: NowReader, options: NowOptions) => Promise<QueryResult>,
  ) =>
    withOptions(now.command(name).description(description)).action(async (options: NowOptions) =>
      print(await answer(await connect(options), options), options),
    );
  ask("zones", "the busiest zones", (read, { at = Date.now(), tenant }) => busiestZones(read, at, tenant));
  ask("floors", "how busy each floor is", async (read, { at = Date.now(), tenant }) =>
    floorsResult(await busiestFloors(read, at, tenant)),
  );
  withOptions(now.command("who").description("who is on a floor").argument("<floor>", "the floor's id")).action(
    async (floor: string, options: NowOptions) =>
      print(
        await whoIsThere(await connect(options), { tenant: options.tenant, id: floor }, options.at ?? Date.now()),
        options,
      ),
  );
  ofSubject("where", "where somebody or something is now, and as of when").action(
    async (id: string, options: SubjectOptions) =>
      print(await whereItIs(await connect(options), subjectOf(id, options)), options),
  );
  ofSubject("history", "what somebody or something said, newest first")
    .option("--from <time>", "from this time on (default: an hour before --at)", epochMs)
    .action(async (id: string, { at = Date.now(), from = at - HOUR_MS, ...options }: SubjectOptions) =>
      print(await whatItSaid(await connect(options), subjectOf(id, options), from, at), options),
    );

  function ofSubject(name: string, description: string): Command {
    return withOptions(
      now
        .command(name)
        .description(description)
        .argument("<id>", "the subject's id, as the tables have it")
        .addOption(new Option("--kind <kind>", "of the subject").choices(subjectKinds).default("device")),
    );
  }
}

function subjectOf(id: string, { tenant, kind }: SubjectOptions): SubjectKey {
  return { tenant, kind, id };
}

function withOptions(command: Command): Command {
  return command
    .addOption(new Option("--stage <stage>", "the deployed stage").conflicts(["endpoint", "local"]))
    .addOption(
      new Option("--local [run]", "a run that npm run local -- --keep holds up (default: the newest)").conflicts(
        "endpoint",
      ),
    )
    .addOption(cloudOption())
    .addOption(outputsOption())
    .option("--endpoint <url>", "the tables of a local run, as npm run local prints it", address)
    .addOption(regionOption())
    .option("--tenant <id>", "of one tenant (default: of all; a floor's, where events name none)")
    .option("--at <time>", "as of this time, such as 2026-03-02T10:00:00Z (default: now)", epochMs)
    .addOption(new Option("--format <format>", "how to print the answer").choices(formats).default("table"));
}

function print(result: QueryResult, { format }: NowOptions): void {
  console.log(formatResult(result, format, process.stdout.columns));
}

function address(text: string): string {
  if (!/^https?:$/.test(URL.parse(text)?.protocol ?? "")) throw new InvalidArgumentError("It is an http address.");
  return text;
}

function epochMs(text: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new InvalidArgumentError("It is a time such as 2026-03-02T10:00:00Z.");
  return ms;
}

async function connectTo({ cloud, outputs, stage, endpoint, region, local }: NowOptions): Promise<NowReader> {
  if (local !== undefined) return (await findStage({ ...(cloud && { cloud }), local })).tables;
  const deployment = deploymentOf({ cloud, outputs, stage });
  if (deployment.cloud === "azure") {
    const endpoints = endpoint === undefined ? deployment.outputs?.table_endpoints : [endpoint];
    if (!endpoints)
      throw new UserError("Say which tables to ask: --outputs for a deployment, --endpoint for a local run.");
    return (await import("./azure/now.ts")).azureTables(endpoints);
  }
  if (deployment.cloud === "gcp") {
    const { deployedDatabase, localDatabase } = await import("./gcp/now.ts");
    if (endpoint !== undefined) return localDatabase(endpoint);
    const database = deployment.outputs?.firestore_database;
    if (database) return deployedDatabase(database);
    throw new UserError("Say which tables to ask: --outputs for a deployment, --endpoint for a local run.");
  }
  const { stageTables, localTables } = await import("./now-dynamodb.ts");
  if (stage !== undefined) return stageTables(stage, await regionOf({ stage, region }));
  if (endpoint !== undefined) return localTables(endpoint);
  throw new UserError(
    "Say which tables to ask: --stage or --outputs for a deployed stage, --local or --endpoint for a local run.",
  );
}
