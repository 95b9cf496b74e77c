/** What the "AWS Kinesis Firehose" channel puts into: a delivery stream, transformed on its way into the lake. */
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Code, Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { needsKey } from "../../shared/privacy/policy.ts";
import type { SpacesConfig } from "../config/spaces-config.ts";
import { functionEnvironment, privacyPolicy } from "../constructs/function-environment.ts";
import { acknowledgeNetwork, functionNetwork } from "../constructs/function-network.ts";
import { keyUse } from "../constructs/key-use.ts";
import { LakeDelivery } from "../constructs/lake-delivery.ts";
import { PushAccess } from "../constructs/push-access.ts";
import { spacesFunction, writeTables } from "../constructs/spaces-function.ts";
import { SpacesStack } from "../constructs/spaces-stack.ts";
import { acknowledge, objectsOf } from "../nag.ts";
import type { EventStoreStack } from "./event-store.ts";
import type { LakeStack } from "./lake.ts";

/** As the processor's: a request is a sixth of its batch, but the answer is built as one text of up to 6 MB. */
const MEMORY_MIB = 1_024;
/** Data Firehose waits 5 minutes at most; three bounded attempts at DynamoDB fit into one. */
export const TRANSFORM_TIMEOUT_SECONDS = 60;

interface FirehoseTargetProps {
  readonly code: Code;
  readonly store: EventStoreStack;
  readonly lake: LakeStack;
}

export class FirehoseTargetStack extends SpacesStack {
  constructor(scope: Construct, config: SpacesConfig, props: FirehoseTargetProps) {
    super(scope, "firehose-target", config, { holdsData: true });
    const { store, lake } = props;
    const { customerKey, encryptionKey } = store;
    const transform = config.channels.firehose.transform ? this.transform(config, props) : undefined;
    const { bufferSeconds, bufferMiB } = config.lake;
    const delivery = new LakeDelivery(this, "Delivery", {
      deliveryStreamName: this.names.pushStream.firehose,
      bucket: lake.bucket,
      database: transform === undefined ? undefined : lake.database,
      ...(transform !== undefined && { transform }),
      bufferSeconds,
      bufferMiB,
      customerKey,
      encryptionKey,
      logRetentionDays: config.logRetentionDays,
      removalPolicy: this.removalPolicy,
    });
    new PushAccess(this, {
      channel: "firehose",
      userName: this.names.pushUser.firehose,
      streamArn: delivery.deliveryStreamArn,
      streamName: delivery.deliveryStreamName,
      customerKey,
      encryptionKey,
      sourceIps: config.pushSourceIps,
      mayDescribe: config.pushUserMayDescribe,
      removalPolicy: this.removalPolicy,
    });
    acknowledge(this, "secretRotation");
    acknowledge(this, "lakeObjects", objectsOf(lake, lake.bucket.bucketArn, "*"));
    acknowledge(this, "noAsynchronousCalls");
    acknowledge(this, "noTracing");
    acknowledgeNetwork(this, config);
  }

  private transform(config: SpacesConfig, { code, store }: FirehoseTargetProps): LambdaFunction {
    const { customerKey, encryptionKey } = store;
    const writes = config.channels.firehose.writeTables;
    const usesKey = needsKey(privacyPolicy(config));
    return spacesFunction(this, "Transform", {
      functionName: this.names.function.firehose,
      description: `Spaces push receiver, ${config.stage}: from pushed records to rows of the lake`,
      code,
      environment: functionEnvironment(config, "firehose", {
        tables: writes ? store.tableNames : undefined,
        privacyKeySecretId: store.privacyKey.secretArn,
      }),
      memoryMiB: MEMORY_MIB,
      timeoutSeconds: TRANSFORM_TIMEOUT_SECONDS,
      encryptionKey,
      logRetentionDays: config.logRetentionDays,
      network: functionNetwork(config),
      statements: [
        ...(writes ? writeTables(store) : []),
        ...(writes ? [keyUse(customerKey, "dynamodb")] : []),
        ...(usesKey
          ? [
              new PolicyStatement({
                actions: ["secretsmanager:GetSecretValue"],
                resources: [store.privacyKey.secretArn],
              }),
            ]
          : []),
        ...(usesKey ? [keyUse(customerKey, "secretsmanager")] : []),
      ],
    });
  }
}
