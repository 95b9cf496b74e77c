/**
 * What moves the lake's landing files into the table with each event once: a state machine that asks Athena, started by a
 * schedule. It is asked four times a day and moves each day once: what failed or came late waits six hours, and the first
 * run is at once, so that the tables are there (a rate begins when the schedule is made:
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html).
 */
import { ArnFormat, type RemovalPolicy, Stack } from "aws-cdk-lib";
import { CfnWorkGroup } from "aws-cdk-lib/aws-athena";
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { CfnSchedule } from "aws-cdk-lib/aws-scheduler";
import { CfnStateMachine } from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import { acknowledge, objectsOf } from "../nag.ts";
import { compactionStatements } from "./compaction-grants.ts";
import { compactionDefinition } from "./compaction-steps.ts";
import { COMPACTED_PREFIX, EVENTS_PREFIX, QUERY_RESULTS_PREFIX } from "./lake-prefixes.ts";

interface CompactionProps {
  /** Of the state machine, and of its workgroup. */
  readonly name: string;
  readonly database: string;
  readonly bucket: IBucket;
  readonly landingDays: number;
  readonly retentionDays: number | undefined;
  readonly customerKey: IKey;
  readonly encryptionKey: IKey | undefined;
  readonly logRetentionDays: number;
  readonly removalPolicy: RemovalPolicy;
}

export class Compaction extends Construct {
  constructor(scope: Construct, id: string, props: CompactionProps) {
    super(scope, id);
    const { name, bucket } = props;
    const workgroup = this.workgroup(props);
    const logGroup = new LogGroup(this, "Logs", {
      logGroupName: `/aws/vendedlogs/states/${name}`,
      retention: props.logRetentionDays,
      removalPolicy: props.removalPolicy,
      ...(props.encryptionKey !== undefined && { encryptionKey: props.encryptionKey }),
    });
    const stateMachineArn = stateMachineArnOf(this, name);
    const role = new Role(this, "Role", {
      assumedBy: ofThisAccount(this, "states.amazonaws.com"),
      inlinePolicies: {
        Needs: new PolicyDocument({ statements: [...compactionStatements(this, { ...props, stateMachineArn })] }),
      },
    });
    const stateMachine = new CfnStateMachine(this, "StateMachine", {
      stateMachineName: name,
      stateMachineType: "STANDARD",
      roleArn: role.roleArn,
      definitionString: Stack.of(this).toJsonString(
        compactionDefinition({
          database: props.database,
          workgroup: workgroup.name,
          location: `s3://${bucket.bucketName}/${COMPACTED_PREFIX}`,
          landingDays: props.landingDays,
          retentionDays: props.retentionDays,
        }),
      ),
      loggingConfiguration: {
        level: "ALL",
        includeExecutionData: false,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: logGroup.logGroupArn } }],
      },
      tracingConfiguration: { enabled: true },
    });
    stateMachine.node.addDependency(role, workgroup);
    this.schedule(stateMachine.attrArn);
    const stack = Stack.of(this);
    for (const prefix of [EVENTS_PREFIX, COMPACTED_PREFIX, QUERY_RESULTS_PREFIX])
      acknowledge(this, "lakeObjects", objectsOf(stack, bucket.bucketArn, `${prefix}*`, stack));
    acknowledge(this, "withoutResource", "Resource::*");
  }

  /** Of its own: the bound on what a person's query may read must not stop a day from being moved. */
  private workgroup({ name, bucket, encryptionKey }: CompactionProps): CfnWorkGroup {
    return new CfnWorkGroup(this, "Workgroup", {
      name,
      description: "Compaction of the lake",
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        resultConfiguration: {
          outputLocation: `s3://${bucket.bucketName}/${QUERY_RESULTS_PREFIX}`,
          encryptionConfiguration:
            encryptionKey === undefined
              ? { encryptionOption: "SSE_S3" }
              : { encryptionOption: "SSE_KMS", kmsKey: encryptionKey.keyArn },
        },
      },
    });
  }

  private schedule(stateMachineArn: string): void {
    const role = new Role(this, "ScheduleRole", {
      assumedBy: ofThisAccount(this, "scheduler.amazonaws.com"),
      inlinePolicies: {
        Needs: new PolicyDocument({
          statements: [new PolicyStatement({ actions: ["states:StartExecution"], resources: [stateMachineArn] })],
        }),
      },
    });
    new CfnSchedule(this, "Schedule", {
      description: "Compaction of the lake",
      scheduleExpression: "rate(6 hours)",
      flexibleTimeWindow: { mode: "OFF" },
      target: { arn: stateMachineArn, roleArn: role.roleArn },
    });
  }
}

/** Known before it is made: its own role names it, and the alarms do in another stack. */
export function stateMachineArnOf(scope: Construct, name: string): string {
  return Stack.of(scope).formatArn({
    service: "states",
    resource: "stateMachine",
    resourceName: name,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

function ofThisAccount(scope: Construct, service: string): ServicePrincipal {
  return new ServicePrincipal(service, {
    conditions: { StringEquals: { "aws:SourceAccount": Stack.of(scope).account } },
  });
}
