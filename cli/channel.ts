/** `spaces channel`: what is pasted into the Partner Dashboard, and the life of the access key behind it. */
import { readFileSync } from "node:fs";
import { type Command, Option } from "commander";
import { type Channel, channels } from "../functions/channel.ts";
import { targetStackName } from "../infra/names.ts";
import { labels, outputKey, streamOutput } from "../infra/push-outputs.ts";
import { pushValues as pushValuesOnAzure } from "./azure/push-values.ts";
import type { ChannelAccess } from "./channel-access.ts";
import { type CloudName, cloudOption, outputsOption } from "./cloud-option.ts";
import { type Deployment, deploymentOf } from "./deployment.ts";
import { keyPolicySentence } from "./gcp/key-policy.ts";
import { pushValues as pushValuesOnGcp } from "./gcp/push-values.ts";
import { labelled } from "./labelled.ts";
import { regionOf, regionOption } from "./region.ts";
import { revoke, rotate } from "./rotate.ts";
import { UserError } from "./user-error.ts";

interface StageOptions {
  readonly stage: string;
  readonly region?: string;
  readonly channel?: Channel;
}

type ShowOptions = Omit<StageOptions, "stage"> & {
  readonly stage?: string;
  readonly cloud?: CloudName;
  readonly outputs?: string;
  readonly showSecret?: true;
};

const STANDARD_INPUT = 0;

const dashboardName = { kinesis: "AWS Kinesis", firehose: "AWS Kinesis Firehose" } as const;

const examples = `
Examples:
  $ spaces channel --stage prod
  $ spaces channel --stage prod --channel kinesis --show-secret
  $ spaces channel rotate --stage prod
  $ spaces channel revoke --stage dev --yes
  $ terraform -chdir=azure/infra output -json | spaces channel --outputs - --show-secret
  $ terraform -chdir=gcp/infra output -json | spaces channel --outputs - --show-secret
  $ gcloud org-policies describe iam.disableServiceAccountKeyCreation --effective --format json | spaces channel key-policy

On Azure and Google Cloud a key is replaced with Terraform: docs/azure.md and docs/google-cloud.md, Rotation.`;

/** `connect` is replaced in tests. */
export function register(program: Command, connect: (region: string) => Promise<ChannelAccess> = connectToAws): void {
  const channel = program
    .command("channel")
    .description("what to paste into the Partner Dashboard, and the access key behind it")
    .addHelpText("after", examples);
  // A command of its own, so that its --stage is not also asked of rotate and revoke.
  channelOptions(
    channel
      .command("show", { isDefault: true })
      .description("print what to paste into the Partner Dashboard")
      .option("--stage <stage>", "the deployed stage (AWS)"),
  )
    .addOption(cloudOption())
    .addOption(outputsOption())
    .option("--show-secret", "also fetch and print the secret key")
    .action((options: ShowOptions) =>
      withSentences(async () => {
        const deployment = deploymentOf(options);
        const { stage, showSecret = false, ...asked } = options;
        if (deployment.cloud !== "aws") return showDeployed(deployment, showSecret);
        if (stage === undefined)
          throw new UserError("Name the deployed stage with --stage, or with --outputs one on Azure or Google Cloud.");
        const access = await connect(await regionOf({ stage, ...asked }));
        const found = await deployedChannels(access, { stage, ...asked });
        for (const target of found) console.log(await dashboardValues(access, target, showSecret));
      }),
    );
  channel
    .command("key-policy")
    .description(
      "say whether an organisation policy on standard input forbids the key Cisco Spaces pushes with (Google)",
    )
    .action(() => console.log(keyPolicySentence(readFileSync(STANDARD_INPUT, "utf8"))));
  stageOptions(channel.command("rotate").description("replace the access key, one step per run")).action(
    (options: StageOptions) =>
      withSentences(async () => {
        const access = await connect(await regionOf(options));
        const target = await oneChannel(access, options);
        const showCommand = `spaces channel --stage ${options.stage} --channel ${target.channel} --show-secret`;
        const { lines } = await rotate(
          access,
          { user: target.user, secretId: target.secretId, showCommand },
          new Date(),
        );
        for (const line of lines) console.log(line);
      }),
  );
  stageOptions(
    channel.command("revoke").description("delete every access key of the channel: nobody can push any more"),
  )
    .option("--yes", "do it")
    .action((options: StageOptions & { yes?: true }) =>
      withSentences(async () => {
        const access = await connect(await regionOf(options));
        const { user } = await oneChannel(access, options);
        if (!options.yes) throw new UserError(`This ends the push of ${user} at once; add --yes to do it.`);
        console.log(`Deleted ${await revoke(access, user)} access key(s) of ${user}.`);
      }),
    );
}

/** By Terraform, which prints what it made. */
function showDeployed(deployment: Exclude<Deployment, { cloud: "aws" }>, showSecret: boolean): void {
  if (deployment.outputs === undefined) throw new UserError("Give what terraform output -json prints with --outputs.");
  const values =
    deployment.cloud === "azure"
      ? pushValuesOnAzure(deployment.outputs, showSecret)
      : pushValuesOnGcp(deployment.outputs, showSecret);
  for (const value of values) console.log(value);
}

function stageOptions(command: Command): Command {
  return channelOptions(command.requiredOption("--stage <stage>", "the deployed stage"));
}

function channelOptions(command: Command): Command {
  return command
    .addOption(new Option("--channel <channel>", "one of the stage's channels").choices(channels))
    .addOption(regionOption());
}

interface DeployedChannel {
  readonly channel: Channel;
  readonly region: string;
  readonly streamName: string;
  readonly user: string;
  readonly secretId: string;
}

async function deployedChannels(
  access: ChannelAccess,
  { stage, channel }: StageOptions,
): Promise<readonly DeployedChannel[]> {
  const wanted = channel === undefined ? channels : [channel];
  const found = await Promise.all(wanted.map((one) => deployedChannel(access, stage, one)));
  const deployed = found.filter((target) => target !== undefined);
  if (deployed.length > 0) return deployed;
  const stacks = wanted.map((one) => targetStackName(stage, one)).join(" nor ");
  throw new UserError(
    `There is no stack ${stacks} in this account and Region; deploy the stage, or name another --stage or --region.`,
  );
}

async function oneChannel(access: ChannelAccess, options: StageOptions): Promise<DeployedChannel> {
  const [target, another] = await deployedChannels(access, options);
  if (target === undefined || another !== undefined) {
    throw new UserError(
      `The stage ${options.stage} has both channels; name one with --channel kinesis or --channel firehose.`,
    );
  }
  return target;
}

async function deployedChannel(
  access: ChannelAccess,
  stage: string,
  channel: Channel,
): Promise<DeployedChannel | undefined> {
  const outputs = await access.outputs(targetStackName(stage, channel));
  if (outputs === undefined) return undefined;
  const output = (key: Parameters<typeof outputKey>[1]): string => {
    const value = outputs[outputKey(channel, key)];
    if (value === undefined)
      throw new UserError(
        `The stack ${targetStackName(stage, channel)} has no output ${outputKey(channel, key)}; deploy it again.`,
      );
    return value;
  };
  return {
    channel,
    region: output("AWSRegion"),
    streamName: output("StreamName"),
    user: output("PushUser"),
    secretId: output("AWSSecretKeySecret"),
  };
}

/** The key shown is the newest active one, since the stack's output still names the first after a rotation. */
async function dashboardValues(access: ChannelAccess, target: DeployedChannel, showSecret: boolean): Promise<string> {
  const keys = (await access.keys(target.user)).filter(({ active }) => active);
  const newest = keys.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime())[0];
  const secret = showSecret ? await access.readSecret(target.secretId) : undefined;
  const values: readonly (readonly [string, string])[] = [
    [labels.AWSRegion, target.region],
    [streamOutput[target.channel].label, target.streamName],
    [labels.AWSAccessKey, secret?.accessKeyId ?? newest?.id ?? "none: spaces channel rotate makes one"],
    [labels.AWSSecretKeySecret, secret?.secretAccessKey ?? `hidden; --show-secret prints it from ${target.secretId}`],
  ];
  return labelled(dashboardName[target.channel], values);
}

async function connectToAws(region: string): Promise<ChannelAccess> {
  const { awsChannelAccess } = await import("./channel-access.ts");
  return awsChannelAccess(region);
}

/** What AWS answers when it does not do it, as a sentence. */
async function withSentences(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof UserError || !(error instanceof Error)) throw error;
    if (/credential|token/i.test(error.name))
      throw new UserError("AWS knows no valid credentials here; sign in first, for example with aws sso login.");
    throw new UserError(`AWS refused: ${error.name}. ${error.message}`);
  }
}
