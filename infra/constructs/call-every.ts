/** A function that is called every so many hours, the first time at once. */
import { Duration, Stack } from "aws-cdk-lib";
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { CfnSchedule, ScheduleExpression } from "aws-cdk-lib/aws-scheduler";
import type { Construct } from "constructs";

const RETRIES = 2;

export function callEvery(scope: Construct, hours: number, called: IFunction, description: string): void {
  const role = new Role(scope, "ScheduleRole", {
    assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
      conditions: { StringEquals: { "aws:SourceAccount": Stack.of(scope).account } },
    }),
    inlinePolicies: {
      Needs: new PolicyDocument({
        statements: [new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [called.functionArn] })],
      }),
    },
  });
  new CfnSchedule(scope, "Schedule", {
    description,
    scheduleExpression: ScheduleExpression.rate(Duration.hours(hours)).expressionString,
    flexibleTimeWindow: { mode: "OFF" },
    target: { arn: called.functionArn, roleArn: role.roleArn, retryPolicy: { maximumRetryAttempts: RETRIES } },
  });
}
