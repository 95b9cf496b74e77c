/** A DynamoDB table made from the definition that the local run's is made from. */
import { RemovalPolicy } from "aws-cdk-lib";
import {
  AttributeType,
  ContributorInsightsMode,
  type ITableV2,
  ProjectionType,
  TableEncryptionV2,
  TableV2,
} from "aws-cdk-lib/aws-dynamodb";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import type { TableDefinition } from "../../functions/dynamodb/tables.ts";
import type { TableCapacity } from "./table-capacity.ts";

interface SpacesTableProps {
  readonly tableName: string;
  readonly definition: TableDefinition;
  readonly capacity: TableCapacity;
  /** Point-in-time recovery of 35 days. */
  readonly recovery: boolean;
  readonly encryptionKey: IKey | undefined;
  /** Keep which keys are throttled most. */
  readonly hotKeys: boolean;
  readonly removalPolicy: RemovalPolicy;
}

export function spacesTable(scope: Construct, id: string, props: SpacesTableProps): ITableV2 {
  const { definition, capacity, recovery, encryptionKey, removalPolicy } = props;
  const contributorInsightsSpecification = props.hotKeys
    ? { enabled: true, mode: ContributorInsightsMode.THROTTLED_KEYS }
    : { enabled: false };
  return new TableV2(scope, id, {
    tableName: props.tableName,
    partitionKey: text(definition.key.partition),
    sortKey: text(definition.key.sort),
    globalSecondaryIndexes: definition.indexes.map(({ name, key }) => ({
      indexName: name,
      partitionKey: text(key.partition),
      sortKey: text(key.sort),
      projectionType: ProjectionType.KEYS_ONLY,
      ...(capacity.warmThroughput !== undefined && { warmThroughput: capacity.warmThroughput }),
      contributorInsightsSpecification,
    })),
    contributorInsightsSpecification,
    ...(definition.ttlAttribute !== undefined && { timeToLiveAttribute: definition.ttlAttribute }),
    billing: capacity.billing,
    ...(capacity.warmThroughput !== undefined && { warmThroughput: capacity.warmThroughput }),
    encryption:
      encryptionKey === undefined
        ? TableEncryptionV2.awsManagedKey()
        : TableEncryptionV2.customerManagedKey(encryptionKey),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: recovery },
    deletionProtection: removalPolicy === RemovalPolicy.RETAIN,
    removalPolicy,
  }) as ITableV2;
}

function text(name: string) {
  return { name, type: AttributeType.STRING };
}
