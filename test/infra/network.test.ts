/** Functions in a network of one's own, the endpoints they need, and the boundary that every role and user has. */
import { describe, expect, it } from "vitest";
import { deployment, resourcesOf, variants } from "./deployment.ts";
import { ACCOUNT, arnIn, identity } from "./simulate.ts";

const name = "both channels, a private network, bounded";
const found = deployment(name);
const { vpc } = variants[name] ?? {};

const functions = [
  ["kinesis-processor", "ProcessorRole"],
  ["firehose-target", "TransformRole"],
] as const;

describe("functions in a network of one's own", () => {
  it.each(functions)("are put into its subnets, under its security groups: %s", (kind) => {
    found.template(kind).hasResourceProperties("AWS::Lambda::Function", {
      VpcConfig: { SubnetIds: vpc?.subnetIds, SecurityGroupIds: vpc?.securityGroupIds },
    });
  });

  it.each(functions)("let Lambda make their network interfaces, and their own code none: %s", async (kind, role) => {
    const may = identity(found, kind, "Role", role);
    const byTheCode = { "lambda:SourceFunctionArn": arnIn(found, kind, "AWS::Lambda::Function") };
    const networkInterface = `arn:aws:ec2:eu-west-1:${ACCOUNT}:network-interface/eni-0a1b2c3d4e5f60718`;
    expect(await may("ec2:DeleteNetworkInterface", networkInterface)).toBe(true);
    expect(await may("ec2:DeleteNetworkInterface", networkInterface, byTheCode)).toBe(false);
    expect(await may("ec2:DescribeNetworkInterfaces", "*")).toBe(true);
    expect(await may("ec2:DescribeNetworkInterfaces", "*", byTheCode)).toBe(false);
    expect(await may("ec2:ModifyNetworkInterfaceAttribute", networkInterface)).toBe(false);
  });

  it("leave the look at the keys outside, which sees no event and asks IAM", () => {
    for (const { Properties } of Object.values(found.templates.get("operations")?.Resources ?? {}))
      expect(Properties).not.toHaveProperty("VpcConfig");
  });

  it("have private endpoints of all they call, each reached by HTTPS from them alone", () => {
    const endpoints = resourcesOf(found, "AWS::EC2::VPCEndpoint").map(
      ({ Properties }) => `${Properties.VpcEndpointType} ${String(Properties.ServiceName).split(".").at(-1)}`,
    );
    expect(endpoints.sort()).toEqual([
      "Gateway dynamodb",
      "Gateway s3",
      "Interface kinesis-firehose",
      "Interface secretsmanager",
    ]);
    found.template("network").hasResourceProperties("AWS::EC2::SecurityGroup", {
      SecurityGroupIngress: [{ FromPort: 443, ToPort: 443, SourceSecurityGroupId: vpc?.securityGroupIds?.[0] }],
    });
  });

  it("make no endpoints where that is not asked for, and stay in Lambda's network by default", () => {
    const usual = deployment("kinesis, production, customer keys");
    expect(usual.templates.has("network")).toBe(false);
    for (const { Properties } of resourcesOf(usual, "AWS::Lambda::Function"))
      expect(Properties).not.toHaveProperty("VpcConfig");
  });
});

describe("a permissions boundary", () => {
  it("is on every role and user of every stack, where it is configured", () => {
    const identities = [...resourcesOf(found, "AWS::IAM::Role"), ...resourcesOf(found, "AWS::IAM::User")];
    expect(identities.length).toBeGreaterThan(7);
    for (const { Properties } of identities)
      expect(JSON.stringify(Properties.PermissionsBoundary)).toContain(":policy/spaces-permissions-boundary");
  });

  it("is on none otherwise", () => {
    const usual = deployment("kinesis, production, customer keys");
    for (const { Properties } of [...resourcesOf(usual, "AWS::IAM::Role"), ...resourcesOf(usual, "AWS::IAM::User")])
      expect(Properties).not.toHaveProperty("PermissionsBoundary");
  });
});
