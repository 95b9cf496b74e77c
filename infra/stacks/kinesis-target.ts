/** What the "AWS Kinesis" channel puts into. Apart from the processor: what is pasted into the dashboard stays as it is. */
import { Duration } from "aws-cdk-lib";
import { CfnStream, type IStream, Stream, StreamEncryption, StreamMode } from "aws-cdk-lib/aws-kinesis";
import type { Construct } from "constructs";
import type { SpacesConfig } from "../config/spaces-config.ts";
import { PushAccess } from "../constructs/push-access.ts";
import { SpacesStack } from "../constructs/spaces-stack.ts";
import { acknowledge } from "../nag.ts";
import type { EventStoreStack } from "./event-store.ts";

export class KinesisTargetStack extends SpacesStack {
  readonly stream: IStream;

  constructor(scope: Construct, config: SpacesConfig, { customerKey, encryptionKey }: EventStoreStack) {
    super(scope, "kinesis-target", config, { holdsData: true });
    const { shards, retentionDays, maxRecordKiB } = config.channels.kinesis;
    const stream = new Stream(this, "Stream", {
      streamName: this.names.pushStream.kinesis,
      ...(shards === undefined
        ? { streamMode: StreamMode.ON_DEMAND }
        : { streamMode: StreamMode.PROVISIONED, shardCount: shards }),
      retentionPeriod: Duration.days(retentionDays),
      ...(encryptionKey === undefined
        ? { encryption: StreamEncryption.MANAGED }
        : { encryption: StreamEncryption.KMS, encryptionKey }),
      removalPolicy: this.removalPolicy,
    });
    // The library's construct has no property for it.
    if (stream.node.defaultChild instanceof CfnStream) stream.node.defaultChild.maxRecordSizeInKiB = maxRecordKiB;
    new PushAccess(this, {
      channel: "kinesis",
      userName: this.names.pushUser.kinesis,
      streamArn: stream.streamArn,
      streamName: stream.streamName,
      customerKey,
      encryptionKey,
      sourceIps: config.pushSourceIps,
      mayDescribe: config.pushUserMayDescribe,
      removalPolicy: this.removalPolicy,
    });
    this.stream = stream;
    acknowledge(this, "secretRotation");
    acknowledge(stream, "customerKeyOnStream");
    this.exportAlways([stream.streamArn]);
  }
}
