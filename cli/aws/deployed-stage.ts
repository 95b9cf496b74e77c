/** What of a stage is deployed, and how it is set: asked of CloudFormation and Lambda, so that nobody has to export it. */
import { CloudFormationClient, DescribeStackResourcesCommand } from "@aws-sdk/client-cloudformation";
import { GetFunctionConfigurationCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { type Names, type StackKind, stackName } from "../../infra/names.ts";
import type { Environment } from "../../runtime/configuration.ts";
import type { ReadSecret } from "../../runtime/privacy-key.ts";
import { UserError } from "../user-error.ts";

export interface DeployedStage {
  /** `lakeOfStream`: the function that fills the lake from the stream. */
  readonly has: Readonly<Record<"kinesis" | "firehose" | "lakeOfStream", boolean>>;
  readonly deadLetterBucket: string | undefined;
  readonly lakeBucket: string | undefined;
  /** Of the function that fills the tables: the stream's, else the transform. */
  environment(): Promise<Environment>;
  readonly readSecret: ReadSecret;
}

/** The construct ids of the buckets, with which CloudFormation's logical ids begin. */
const DEAD_LETTERS = "DeadLetters";
const LAKE = "Lake";

export async function deployedStage(stage: string, region: string, names: Names): Promise<DeployedStage> {
  const cloudFormation = new CloudFormationClient({ region });
  const lambda = new LambdaClient({ region });

  /** Type and name by logical id; `undefined` where there is no such stack. */
  async function resourcesOf(kind: StackKind) {
    try {
      const { StackResources = [] } = await cloudFormation.send(
        new DescribeStackResourcesCommand({ StackName: stackName(stage, kind) }),
      );
      return StackResources;
    } catch (error) {
      // CloudFormation has no error of its own for a stack that is not there.
      if (error instanceof Error && error.name === "ValidationError" && error.message.includes("does not exist"))
        return undefined;
      throw error;
    }
  }

  async function bucketOf(kind: StackKind, id: string): Promise<string | undefined> {
    const buckets = (await resourcesOf(kind))?.filter(({ ResourceType }) => ResourceType === "AWS::S3::Bucket");
    return buckets?.find(({ LogicalResourceId }) => LogicalResourceId?.startsWith(id))?.PhysicalResourceId;
  }

  const [kinesis, firehose, lakeOfStream, deadLetterBucket, lakeBucket] = await Promise.all([
    resourcesOf("kinesis-target"),
    resourcesOf("firehose-target"),
    resourcesOf("kinesis-lake"),
    bucketOf("event-store", DEAD_LETTERS),
    bucketOf("lake", LAKE),
  ]);
  if (kinesis === undefined && firehose === undefined)
    throw new UserError(`There is no stage ${stage} in ${region}: deploy it, or name another --stage or --region.`);
  return {
    has: { kinesis: kinesis !== undefined, firehose: firehose !== undefined, lakeOfStream: lakeOfStream !== undefined },
    deadLetterBucket,
    lakeBucket,
    async environment() {
      const FunctionName = names.function[kinesis === undefined ? "firehose" : "kinesis"];
      const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      return Environment?.Variables ?? {};
    },
    async readSecret(secretId) {
      const secrets = new SecretsManagerClient({ region });
      return (await secrets.send(new GetSecretValueCommand({ SecretId: secretId }))).SecretString;
    },
  };
}
