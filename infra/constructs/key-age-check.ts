/** A look, four times a day, at how old the push keys are; the function reads the names and dates of these users' keys, nothing more. */
import { Stack } from "aws-cdk-lib";
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { Code } from "aws-cdk-lib/aws-lambda";
import { CfnSchedule } from "aws-cdk-lib/aws-scheduler";
import { Construct } from "constructs";
import { spacesFunction } from "./spaces-function.ts";

const MEMORY_MIB = 128;
const TIMEOUT_SECONDS = 30;
const RETRIES = 2;

interface KeyAgeCheckProps {
  readonly functionName: string;
  readonly code: Code;
  readonly users: readonly string[];
  readonly encryptionKey: IKey | undefined;
  readonly logRetentionDays: number;
}

export class KeyAgeCheck extends Construct {
  constructor(scope: Construct, id: string, props: KeyAgeCheckProps) {
    super(scope, id);
    const { functionName, code, users, encryptionKey, logRetentionDays } = props;
    const userArns = users.map((user) =>
      Stack.of(this).formatArn({ service: "iam", region: "", resource: "user", resourceName: user }),
    );
    const check = spacesFunction(this, "Function", {
      functionName,
      description: "Spaces push receiver: age of the push channels' access keys, as a metric",
      code,
      environment: { PUSH_USERS: users.join(",") },
      memoryMiB: MEMORY_MIB,
      timeoutSeconds: TIMEOUT_SECONDS,
      encryptionKey,
      logRetentionDays,
      statements: [new PolicyStatement({ actions: ["iam:ListAccessKeys"], resources: userArns })],
    });
    const role = new Role(this, "ScheduleRole", {
      assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": Stack.of(this).account } },
      }),
      inlinePolicies: {
        Needs: new PolicyDocument({
          statements: [new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [check.functionArn] })],
        }),
      },
    });
    new CfnSchedule(this, "Schedule", {
      description: "Age of the push keys",
      // More often than the alarm's period of a day, so that no period is without a value; the first run is at once.
      scheduleExpression: "rate(6 hours)",
      flexibleTimeWindow: { mode: "OFF" },
      target: { arn: check.functionArn, roleArn: role.roleArn, retryPolicy: { maximumRetryAttempts: RETRIES } },
    });
  }
}
