/** What only AWS can tell of a stage: its streams, who reads them, and the keys Cisco pushes with. */
import { DescribeDeliveryStreamCommand, type FirehoseClient } from "@aws-sdk/client-firehose";
import { DescribeStreamSummaryCommand, type KinesisClient } from "@aws-sdk/client-kinesis";
import { GetFunctionConfigurationCommand, LambdaClient, ListEventSourceMappingsCommand } from "@aws-sdk/client-lambda";
import type { Channel } from "../../functions/channel.ts";
import type { Names } from "../../infra/names.ts";
import { awsChannelAccess } from "../channel-access.ts";
import { durationText } from "../doctor/duration-text.ts";
import type { Check, Finding } from "../stage/check.ts";
import type { Configured } from "../stage-configuration.ts";

const DAY_MS = 86_400_000;
/** What the alarm takes unless the configuration says otherwise. */
const DEFAULT_KEY_AGE_DAYS = 90;
/** IAM learns of a use hours later. */
const UNUSED_MS = 6 * 3_600_000;

export function streamCheck(client: KinesisClient, stream: string): Check {
  const name = "stream";
  return {
    name,
    look: (abortSignal) =>
      unlessAbsent(name, stream, async () => {
        const { StreamDescriptionSummary: found } = await client.send(
          new DescribeStreamSummaryCommand({ StreamName: stream }),
          { abortSignal },
        );
        const { StreamStatus = "unknown", OpenShardCount = 0, RetentionPeriodHours = 0 } = found ?? {};
        const isActive = StreamStatus === "ACTIVE" || StreamStatus === "UPDATING";
        return {
          name,
          verdict: isActive ? "good" : "bad",
          says: `${stream} is ${StreamStatus}, ${OpenShardCount} shards, keeps ${RetentionPeriodHours} h`,
          ...(!isActive && { todo: "Deploy the target stack, and wait until it is ACTIVE." }),
        };
      }),
  };
}

export function deliveryStreamCheck(client: FirehoseClient, stream: string): Check {
  const name = "delivery stream";
  return {
    name,
    look: (abortSignal) =>
      unlessAbsent(name, stream, async () => {
        const { DeliveryStreamDescription } = await client.send(
          new DescribeDeliveryStreamCommand({ DeliveryStreamName: stream }),
          { abortSignal },
        );
        const status = DeliveryStreamDescription?.DeliveryStreamStatus ?? "unknown";
        return {
          name,
          verdict: status === "ACTIVE" ? "good" : "bad",
          says: `${stream} is ${status}`,
          ...(status !== "ACTIVE" && { todo: "Deploy the stack of the Data Firehose channel again." }),
        };
      }),
  };
}

/** Of a deployed stage: there is no mapping and no key in a local run. */
export function deployedChecks(
  names: Names,
  region: string,
  has: Readonly<Record<Channel | "lakeOfStream", boolean>>,
  configured: () => Promise<Configured>,
): readonly Check[] {
  const lambda = () => new LambdaClient({ region });
  return [
    ...(has.kinesis ? [functionCheck("tables' function", names.function.kinesis, lambda)] : []),
    ...(has.kinesis ? [mappingCheck("tables' mapping", names.function.kinesis, lambda)] : []),
    ...(has.lakeOfStream ? [functionCheck("lake's function", names.function.lake, lambda)] : []),
    ...(has.lakeOfStream ? [mappingCheck("lake's mapping", names.function.lake, lambda)] : []),
    ...(has.firehose ? [functionCheck("transform", names.function.firehose, lambda)] : []),
    ...(has.kinesis ? [keyCheck("push key, kinesis", names.pushUser.kinesis, region, configured)] : []),
    ...(has.firehose ? [keyCheck("push key, firehose", names.pushUser.firehose, region, configured)] : []),
  ];
}

/** https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html: an idle function is Inactive until it is invoked. */
function functionCheck(name: string, functionName: string, connect: () => LambdaClient): Check {
  return {
    name,
    look: (abortSignal) =>
      unlessAbsent(name, functionName, async () => {
        const { State = "unknown", LastUpdateStatus = "unknown" } = await connect().send(
          new GetFunctionConfigurationCommand({ FunctionName: functionName }),
          { abortSignal },
        );
        const isGood = (State === "Active" || State === "Inactive") && LastUpdateStatus !== "Failed";
        return {
          name,
          verdict: isGood ? "good" : "bad",
          says: `${functionName} is ${State}, its last update ${LastUpdateStatus}`,
          ...(!isGood && { todo: "Deploy its stack again; docs/runbook.md, Processor errors." }),
        };
      }),
  };
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html */
function mappingCheck(name: string, functionName: string, connect: () => LambdaClient): Check {
  return {
    name,
    look: (abortSignal) =>
      unlessAbsent(name, functionName, async () => {
        const { EventSourceMappings: [mapping] = [] } = await connect().send(
          new ListEventSourceMappingsCommand({ FunctionName: functionName }),
          { abortSignal },
        );
        const todo = "docs/runbook.md, Not invoked, says how it is put back; nothing is lost until the stream forgets.";
        if (mapping === undefined) return { name, verdict: "bad", says: `nothing invokes ${functionName}`, todo };
        const { State = "unknown", LastProcessingResult: last = "" } = mapping;
        const isGood = State === "Enabled" && !last.startsWith("PROBLEM");
        const says = `${State}${last === "" ? "" : `, last: ${last}`}`;
        return { name, verdict: isGood ? "good" : "bad", says, ...(!isGood && { todo }) };
      }),
  };
}

function keyCheck(name: string, user: string, region: string, configured: () => Promise<Configured>): Check {
  return {
    name,
    look: () =>
      unlessAbsent(name, user, async () => {
        const access = awsChannelAccess(region);
        const nowMs = Date.now();
        const active = (await access.keys(user)).filter((key) => key.active);
        if (active.length === 0)
          return { name, verdict: "bad", says: `${user} has no active key`, todo: "spaces channel rotate makes one." };
        const newest = active.reduce((a, b) => (a.createdAt > b.createdAt ? a : b));
        const usedAtMs = (await Promise.all(active.map(({ id }) => access.lastUsed(id))))
          .map((used) => used?.getTime() ?? 0)
          .reduce((a, b) => Math.max(a, b));
        const ageMs = nowMs - newest.createdAt.getTime();
        const used = usedAtMs === 0 ? "never used" : `last used ${durationText(nowMs - usedAtMs)} ago`;
        const says = `active, made ${durationText(ageMs)} ago, ${used} as far as IAM knows`;
        if (usedAtMs === 0)
          return {
            name,
            verdict: ageMs > UNUSED_MS ? "bad" : "unknown",
            says,
            todo: "Is it pasted in the Partner Dashboard? spaces channel --show-secret prints it.",
          };
        const { config } = await configured();
        const days = config?.alarms.keyAgeDays ?? DEFAULT_KEY_AGE_DAYS;
        const whose =
          config === undefined ? "the default, since no configuration of this stage is here" : "as configured";
        const isOld = ageMs > days * DAY_MS;
        return {
          name,
          verdict: isOld ? "bad" : "good",
          says: `${says}; ${days} days are old (${whose})`,
          ...(isOld && { todo: "spaces channel rotate replaces it." }),
        };
      }),
  };
}

const ABSENT = /^(ResourceNotFoundException|NoSuchEntity(Exception)?)$/;

async function unlessAbsent(name: string, what: string, look: () => Promise<Finding>): Promise<readonly Finding[]> {
  try {
    return [await look()];
  } catch (error) {
    if (error instanceof Error && ABSENT.test(error.name))
      return [{ name, verdict: "bad", says: `there is no ${what}`, todo: "Deploy the stage's stacks again." }];
    if (error instanceof Error && /^KMS/.test(error.name))
      return [
        {
          name,
          verdict: "bad",
          says: `the customer key is not to be used (${error.name})`,
          todo: "docs/runbook.md, Customer key.",
        },
      ];
    throw error;
  }
}
