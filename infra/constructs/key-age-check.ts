/** A look, four times a day, at how old the push keys are; the function reads the names and dates of these users' keys, nothing more. */
import { Stack } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { Code } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import { callEvery } from "./call-every.ts";
import { spacesFunction } from "./spaces-function.ts";

const MEMORY_MIB = 128;
const TIMEOUT_SECONDS = 30;
const HOURS_BETWEEN = 6;

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
    // More often than the alarm's period of a day, so that no period is without a value.
    callEvery(this, HOURS_BETWEEN, check, "Age of the push keys");
  }
}
