/** Every stack of a deployment, held together. */
import type { App } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import type { Bundles } from "./bundle.ts";
import type { SpacesConfig } from "./config/spaces-config.ts";
import { addNag } from "./nag.ts";
import { EventStoreStack } from "./stacks/event-store.ts";
import { FirehoseTargetStack } from "./stacks/firehose-target.ts";
import { KinesisLakeStack } from "./stacks/kinesis-lake.ts";
import { KinesisProcessorStack } from "./stacks/kinesis-processor.ts";
import { KinesisTargetStack } from "./stacks/kinesis-target.ts";
import { LakeStack } from "./stacks/lake.ts";
import { NetworkStack } from "./stacks/network.ts";
import { type KinesisStacks, OperationsStack } from "./stacks/operations.ts";

export function addStacks(app: App, config: SpacesConfig, bundles: Bundles): void {
  const { kinesis, firehose } = config.channels;
  const { id: vpcId, createEndpoints } = config.vpc;
  const network = vpcId !== undefined && createEndpoints ? new NetworkStack(app, config, vpcId) : undefined;
  const store = new EventStoreStack(app, config);
  const lake = config.lake.enabled ? new LakeStack(app, config, store) : undefined;
  if (firehose.enabled && lake !== undefined) {
    const firehoseTarget = new FirehoseTargetStack(app, config, {
      code: Code.fromAsset(bundles.firehose),
      store,
      lake,
    });
    if (network !== undefined) firehoseTarget.addStackDependency(network);
  }
  const stacks = kinesis.enabled ? addKinesis(app, config, bundles, store, lake) : undefined;
  if (network !== undefined) {
    stacks?.processor.addStackDependency(network);
    stacks?.writer?.addStackDependency(network);
  }
  new OperationsStack(app, config, {
    code: {
      keyAge: Code.fromAsset(bundles["key-age"]),
      tenantSilence: Code.fromAsset(bundles["tenant-silence"]),
    },
    store,
    kinesis: stacks,
  });
  addNag(app);
}

/** The stream and its consumers: of the tables, and of the lake where there is one. */
function addKinesis(
  app: App,
  config: SpacesConfig,
  bundles: Bundles,
  store: EventStoreStack,
  lake: LakeStack | undefined,
): KinesisStacks {
  // The same folder; the library wants an asset of its own for each stack.
  const code = () => Code.fromAsset(bundles.kinesis);
  const target = new KinesisTargetStack(app, config, store);
  const processor = new KinesisProcessorStack(app, config, { code: code(), store, target });
  const writer =
    lake === undefined ? undefined : new KinesisLakeStack(app, config, { code: code(), store, target, lake });
  return { target, processor, writer };
}
