/** A function with its own role, which holds nothing but what is listed, and its own log group. */
import { ArnFormat, Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import type { ITableV2 } from "aws-cdk-lib/aws-dynamodb";
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import {
  Architecture,
  CfnFunction,
  type Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { type FunctionNetwork, networkInterfaces } from "./function-network.ts";

interface WrittenTables {
  readonly eventsTable: ITableV2;
  readonly stateTable: ITableV2;
  readonly placesTable: ITableV2;
}

interface SpacesFunctionProps {
  readonly functionName: string;
  readonly description: string;
  readonly code: Code;
  /** @default "index.handler" */
  readonly handler?: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMiB: number;
  readonly timeoutSeconds: number;
  readonly encryptionKey: IKey | undefined;
  readonly logRetentionDays: number;
  /** Subnets and security groups. @default undefined: Lambda's own network */
  readonly network?: FunctionNetwork | undefined;
  readonly statements: readonly PolicyStatement[];
}

export function spacesFunction(scope: Construct, id: string, props: SpacesFunctionProps): LambdaFunction {
  const { encryptionKey } = props;
  const logGroup = new LogGroup(scope, `${id}Logs`, {
    logGroupName: `/aws/lambda/${props.functionName}`,
    retention: props.logRetentionDays,
    // No data: counts and positions. Kept behind, its name would be taken when the function comes back.
    removalPolicy: RemovalPolicy.DESTROY,
    ...(encryptionKey !== undefined && { encryptionKey }),
  });
  const writeLogs = new PolicyStatement({
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resources: [logGroup.logGroupArn],
  });
  // Inline, so that the policy is there as soon as the role is: an event source mapping is refused without it.
  const role = new Role(scope, `${id}Role`, {
    assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
    inlinePolicies: {
      Needs: new PolicyDocument({ statements: [writeLogs, ...props.statements, ...networkStatements(scope, props)] }),
    },
  });
  const made = new LambdaFunction(scope, id, {
    functionName: props.functionName,
    description: props.description,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: props.handler ?? "index.handler",
    code: props.code,
    role: role.withoutPolicyUpdates(),
    environment: { ...props.environment },
    memorySize: props.memoryMiB,
    timeout: Duration.seconds(props.timeoutSeconds),
    logGroup,
    loggingFormat: LoggingFormat.JSON,
  });
  // By hand: the library's way looks the network up, and gives the role a managed policy.
  if (props.network !== undefined && made.node.defaultChild instanceof CfnFunction) {
    made.node.defaultChild.vpcConfig = props.network;
  }
  return made;
}

function networkStatements(
  scope: Construct,
  { functionName, network }: SpacesFunctionProps,
): readonly PolicyStatement[] {
  if (network === undefined) return [];
  return networkInterfaces(
    Stack.of(scope).formatArn({
      service: "lambda",
      resource: "function",
      resourceName: functionName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    }),
  );
}

/** History, state and places: exactly the calls the store makes. */
export function writeTables({ eventsTable, stateTable, placesTable }: WrittenTables): readonly PolicyStatement[] {
  return [
    new PolicyStatement({ actions: ["dynamodb:BatchWriteItem"], resources: [eventsTable.tableArn] }),
    new PolicyStatement({ actions: ["dynamodb:GetItem", "dynamodb:PutItem"], resources: [stateTable.tableArn] }),
    new PolicyStatement({
      actions: ["dynamodb:BatchWriteItem", "dynamodb:GetItem"],
      resources: [placesTable.tableArn],
    }),
  ];
}
