/**
 * A function in a network of one's own. Lambda makes its network interfaces with the function's role, so that the role must
 * hold rights the code has no use for; what the code itself asks for is refused, which is told by the function's ARN:
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
import type { Stack } from "aws-cdk-lib";
import { Effect, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { SpacesConfig } from "../config/spaces-config.ts";
import { acknowledge } from "../nag.ts";

export interface FunctionNetwork {
  readonly subnetIds: string[];
  readonly securityGroupIds: string[];
}

/** `undefined` where functions run in Lambda's own network. */
export function functionNetwork({ vpc }: SpacesConfig): FunctionNetwork | undefined {
  if (vpc.id === undefined) return undefined;
  return { subnetIds: [...vpc.subnetIds], securityGroupIds: [...vpc.securityGroupIds] };
}

/** For a stack that has such functions. */
export function acknowledgeNetwork(stack: Stack, config: SpacesConfig): void {
  if (functionNetwork(config) === undefined) return;
  acknowledge(stack, "networkInterfaces", "Resource::*");
  acknowledge(stack, "networkInterfacesOfFunctions");
}

export const networkInterfaceActions: readonly string[] = [
  "ec2:AssignPrivateIpAddresses",
  "ec2:CreateNetworkInterface",
  "ec2:DeleteNetworkInterface",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeSubnets",
  "ec2:UnassignPrivateIpAddresses",
];

export function networkInterfaces(functionArn: string): readonly PolicyStatement[] {
  return [
    // An interface has no name before it is made, and describing knows no resource.
    new PolicyStatement({ actions: [...networkInterfaceActions], resources: ["*"] }),
    new PolicyStatement({
      effect: Effect.DENY,
      actions: [...networkInterfaceActions],
      resources: ["*"],
      conditions: { ArnEquals: { "lambda:SourceFunctionArn": functionArn } },
    }),
  ];
}
