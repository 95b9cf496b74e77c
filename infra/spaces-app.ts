/** Every stack of a deployment, held together. */
import type { App } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import type { Bundles } from "./bundle.ts";
import type { SpacesConfig } from "./config/spaces-config.ts";
import { addNag } from "./nag.ts";
import { EventStoreStack } from "./stacks/event-store.ts";
import { FirehoseTargetStack } from "./stacks/firehose-target.ts";
import { KinesisProcessorStack } from "./stacks/kinesis-processor.ts";
import { KinesisTargetStack } from "./stacks/kinesis-target.ts";
import { LakeStack } from "./stacks/lake.ts";
import { NetworkStack } from "./stacks/network.ts";
import { OperationsStack } from "./stacks/operations.ts";

export function addStacks(app: App, config: SpacesConfig, bundles: Bundles): void {
  const { kinesis, firehose } = config.channels;
  const { id: vpcId, createEndpoints } = config.vpc;
  const network = vpcId !== undefined && createEndpoints ? new NetworkStack(app, config, vpcId) : undefined;
  const store = new EventStoreStack(app, config);
  const lake = config.lake.enabled ? new LakeStack(app, config, store) : undefined;
  const target = kinesis.enabled ? new KinesisTargetStack(app, config, store) : undefined;
  const processor =
    target === undefined
      ? undefined
      : new KinesisProcessorStack(app, config, {
          code: Code.fromAsset(bundles.kinesis),
          store,
          target,
          lake: kinesis.writeLake ? lake : undefined,
        });
  if (firehose.enabled && lake !== undefined) {
    const firehoseTarget = new FirehoseTargetStack(app, config, {
      code: Code.fromAsset(bundles.firehose),
      store,
      lake,
    });
    if (network !== undefined) firehoseTarget.addStackDependency(network);
  }
  if (network !== undefined) processor?.addStackDependency(network);
  new OperationsStack(app, config, {
    code: {
      keyAge: Code.fromAsset(bundles["key-age"]),
      tenantSilence: Code.fromAsset(bundles["tenant-silence"]),
    },
    store,
    kinesis: target && processor && { target, processor },
  });
  addNag(app);
}
