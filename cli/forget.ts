/** `spaces forget`: one person or device out of the tables and the lake. Without `--yes` it only looks. */
import { setTimeout as sleep } from "node:timers/promises";
import { type Command, InvalidArgumentError, Option } from "commander";
import { lakeNames, namesOf } from "../infra/names.ts";
import type { Erasure } from "../shared/lake/erasure.ts";
import { isWritable } from "../shared/lake/sql-literal.ts";
import { isSubjectKind, type SubjectKind } from "../shared/row.ts";
import { type CloudName, cloudOption, outputsOption } from "./cloud-option.ts";
import { type Deployment, deploymentOf } from "./deployment.ts";
import { findLake } from "./local-lakes.ts";
import { regionOf, regionOption } from "./region.ts";
import { UserError } from "./user-error.ts";

interface Subject {
  readonly kind: SubjectKind;
  readonly id: string;
}

interface ForgetOptions {
  readonly cloud?: CloudName;
  readonly outputs?: string;
  readonly subject: Subject;
  readonly tenant?: string;
  readonly stage?: string;
  readonly region?: string;
  readonly local?: string | true;
  readonly yes?: true;
}

const RETRY_MS = 1_000;

const notes = `
The id is the one the tables and the lake have: of a value that is pseudonymised, the pseudonym (hmac-…). What occurs from now
on is kept again: whoever shall not be seen any more has to be left out by the sender.

Examples:
  $ spaces forget --subject device:hmac-1a2b-… --tenant T --stage prod
  $ terraform -chdir=azure/infra output -json | spaces forget --subject device:hmac-1a2b-… --tenant T --outputs -
  $ spaces forget --subject user:hmac-1a2b-… --local --yes`;

export function register(program: Command): void {
  program
    .command("forget")
    .description("delete one person or device from tables and lake; looks only, without --yes")
    .requiredOption("--subject <kind:id>", "whom, such as device:ID or user:ID", subject)
    .option("--tenant <id>", "the tenant; needed where it is deployed: the tables are keyed by it")
    .addOption(new Option("--stage <stage>", "the deployed stage").conflicts("local"))
    .addOption(cloudOption())
    .addOption(outputsOption())
    .addOption(regionOption())
    .option("--local [lake]", "a run of npm run local, or a folder (default: the newest run)")
    .option("--yes", "delete")
    .addHelpText("after", notes)
    .action(async (options: ForgetOptions) => {
      try {
        for await (const line of linesOf(options)) console.log(line);
      } catch (error) {
        if (error instanceof UserError) throw error;
        throw new UserError(
          `${error instanceof Error ? error.message : "It failed."} Run it again: nothing is deleted twice.`,
        );
      }
      if (options.yes !== true) console.log("Nothing was deleted; --yes does it.");
    });
}

function linesOf(options: ForgetOptions): AsyncGenerator<string> {
  const { stage, local } = options;
  if (local !== undefined) return locally(options);
  const deployment = deploymentOf(options);
  if (deployment.cloud !== "aws") return byOutputs(deployment, options);
  if (stage === undefined)
    throw new UserError("Say where: --stage on AWS, --outputs on Azure and Google Cloud, or --local.");
  return inStage(stage, options);
}

function erasureOf({ subject: { kind, id }, tenant }: ForgetOptions): Erasure {
  return { kind, id, tenant, atMs: Date.now() };
}

async function* locally(options: ForgetOptions): AsyncGenerator<string> {
  const { forgetLocal } = await import("./forget-local.ts");
  const lake = await findLake(typeof options.local === "string" ? options.local : undefined);
  const { compacted, landing } = await forgetLocal(lake, erasureOf(options), options.yes === true);
  yield `lake, compacted: ${compacted} rows`;
  yield `lake, landing: ${landing} rows`;
}

async function* byOutputs(
  deployment: Exclude<Deployment, { cloud: "aws" }>,
  options: ForgetOptions,
): AsyncGenerator<string> {
  const { yes = false } = options;
  if (deployment.outputs === undefined)
    throw new UserError("Say where: --outputs with what terraform output -json printed.");
  const erasure = { ...erasureOf(options), tenant: tenantOf(options) };
  if (deployment.cloud === "azure") {
    const { forgetOnAzure } = await import("./azure/forget.ts");
    yield* forgetOnAzure(deployment.outputs, erasure, yes);
    return;
  }
  const { forgetOnGoogleCloud } = await import("./gcp/forget.ts");
  yield* forgetOnGoogleCloud(deployment.outputs, erasure, yes);
}

function tenantOf({ tenant }: ForgetOptions): string {
  if (tenant === undefined) throw new UserError("Name the tenant with --tenant: the tables are keyed by it.");
  return tenant;
}

/** A line for each part, once it is done. */
async function* inStage(stage: string, options: ForgetOptions): AsyncGenerator<string> {
  const { yes = false } = options;
  const tenant = tenantOf(options);
  const [dynamo, { AthenaClient }, { forgetInTable }, { forgetInAthena }, { athenaSend }] = await Promise.all([
    import("@aws-sdk/client-dynamodb"),
    import("@aws-sdk/client-athena"),
    import("./forget-tables.ts"),
    import("./forget-athena.ts"),
    import("./query-athena.ts"),
  ]);
  const region = await regionOf({ stage, region: options.region });
  const client = new dynamo.DynamoDBClient({ region });
  const calls = {
    query: (input: ConstructorParameters<typeof dynamo.QueryCommand>[0]) => client.send(new dynamo.QueryCommand(input)),
    batchWriteItem: (input: ConstructorParameters<typeof dynamo.BatchWriteItemCommand>[0]) =>
      client.send(new dynamo.BatchWriteItemCommand(input)),
  };
  const names = namesOf(stage, region);
  const key = { tenant, ...options.subject };
  const inTable = (table: string) => forgetInTable(calls, table, key, yes, () => sleep(RETRY_MS));
  yield `state: ${await inTable(names.stateTable)} items`;
  yield `history: ${await inTable(names.eventsTable)} items`;
  const athena = athenaSend(new AthenaClient({ region }));
  const lake = await forgetInAthena(athena, lakeNames(stage), erasureOf(options), yes, sleep);
  if (lake.compacted !== undefined) yield `lake, compacted: ${lake.compacted} rows`;
  yield `lake, landing: ${lake.landing} rows, which stay until their files expire${lake.compacted === undefined ? " and are not hidden: the lake is not compacted" : " and which no query shows"}`;
  yield "The bytes leave the lake's files with the first VACUUM after a day, their deleted versions 30 days later.";
  yield "Dead letters, and the lake's errors/, hold events as they were sent, until deadLetterDays have passed.";
}

function subject(text: string): Subject {
  const colon = text.indexOf(":");
  const kind = text.slice(0, colon);
  const id = text.slice(colon + 1);
  if (colon < 1 || id === "" || !isWritable(id) || !isSubjectKind(kind))
    throw new InvalidArgumentError("It is written as kind:id, such as device:ID.");
  return { kind, id };
}
