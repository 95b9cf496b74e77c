/** A stack of a deployment: its name, where it goes, its tags, and whether data in it survives. */
import { PermissionsBoundary, RemovalPolicy, Stack } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { SpacesConfig } from "../config/spaces-config.ts";
import { type Names, namesOf, type StackKind, stackName } from "../names.ts";

const descriptions: Readonly<Record<StackKind, string>> = {
  "event-store": "Keeps what was received: state and history tables, dead letters, keys",
  lake: "Every event as Parquet in S3, queried with Athena",
  "kinesis-target": "What the AWS Kinesis channel of Cisco Spaces puts into, and its access key",
  "kinesis-processor": "The function between the stream and the tables",
  "kinesis-lake": "The function between the stream and the lake",
  "firehose-target": "What the AWS Kinesis Firehose channel of Cisco Spaces puts into, and its access key",
  operations: "Alarms and dashboard",
  network: "Private endpoints, for the functions in a network of one's own",
};

export abstract class SpacesStack extends Stack {
  protected readonly names: Names;
  protected readonly removalPolicy: RemovalPolicy;

  constructor(scope: Construct, kind: StackKind, config: SpacesConfig, { holdsData }: { holdsData: boolean }) {
    const retains = config.removalPolicy === "retain";
    super(scope, stackName(config.stage, kind), {
      env: {
        ...(config.account !== undefined && { account: config.account }),
        ...(config.region !== undefined && { region: config.region }),
      },
      description: `Spaces push receiver, ${config.stage}: ${descriptions[kind]}`,
      tags: { ...config.tags, "spaces:stage": config.stage },
      ...(config.permissionsBoundary !== undefined && {
        permissionsBoundary: PermissionsBoundary.fromName(config.permissionsBoundary),
      }),
      terminationProtection: retains && holdsData,
    });
    this.names = namesOf(config.stage, this.region);
    this.removalPolicy = retains ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
  }

  /**
   * Exports values whether another stack uses them today or not: an export that goes away while its user is still
   * deployed makes the deployment fail, and a configuration that switches something off would do that.
   */
  protected exportAlways(values: readonly string[]): void {
    for (const value of values) this.exportValue(value);
  }
}
