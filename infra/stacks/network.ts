/**
 * What the functions ask of AWS, reached without leaving the network. Kinesis and KMS are not among it: Lambda reads the
 * stream, writes the logs and keeps what it gives up by itself, and the key is used by the services that hold the data.
 */
import { Tags } from "aws-cdk-lib";
import { CfnSecurityGroup, CfnVPCEndpoint } from "aws-cdk-lib/aws-ec2";
import type { Construct } from "constructs";
import type { SpacesConfig } from "../config/spaces-config.ts";
import { SpacesStack } from "../constructs/spaces-stack.ts";

const HTTPS = 443;

/** Routes, free of charge: https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html */
const gateways = { DynamoDb: "dynamodb", S3: "s3" } as const;
/** Interfaces, by the hour and zone: https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html */
const interfaces = { Firehose: "kinesis-firehose", SecretsManager: "secretsmanager" } as const;

export class NetworkStack extends SpacesStack {
  constructor(scope: Construct, config: SpacesConfig, vpcId: string) {
    super(scope, "network", config, { holdsData: false });
    const { subnetIds, securityGroupIds, routeTableIds } = config.vpc;
    const serviceName = (service: string) => `com.amazonaws.${this.region}.${service}`;
    for (const [id, service] of Object.entries(gateways)) {
      new CfnVPCEndpoint(this, id, {
        vpcId,
        serviceName: serviceName(service),
        vpcEndpointType: "Gateway",
        routeTableIds: [...routeTableIds],
      });
    }
    const group = new CfnSecurityGroup(this, "Endpoints", {
      vpcId,
      groupDescription: `Spaces push receiver, ${config.stage}: HTTPS from the functions to the private endpoints`,
      securityGroupIngress: securityGroupIds.map((sourceSecurityGroupId) => ({
        ipProtocol: "tcp",
        fromPort: HTTPS,
        toPort: HTTPS,
        sourceSecurityGroupId,
        description: "The functions",
      })),
    });
    for (const [id, service] of Object.entries(interfaces)) {
      new CfnVPCEndpoint(this, id, {
        vpcId,
        serviceName: serviceName(service),
        vpcEndpointType: "Interface",
        subnetIds: [...subnetIds],
        securityGroupIds: [group.attrGroupId],
        privateDnsEnabled: true,
      });
    }
    Tags.of(this).add("Name", this.stackName);
  }
}
