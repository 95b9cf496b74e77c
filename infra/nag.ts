/**
 * cdk-nag's findings that are right in general and wrong here: all there are, each with its reason. What is not listed
 * fails the synthesis. The packs run over every stack: `npx cdk synth`.
 */
import { type App, type Stack, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import type { IConstruct } from "constructs";

export const acknowledgements = {
  secretRotation: {
    id: "AwsSolutions-SMG4",
    reason:
      "A pseudonym key that changed would cut every history in two, and a push key can only be replaced with a person pasting it into the dashboard: `spaces channel rotate`, with an alarm on its age.",
  },
  customerKeyOnStream: {
    id: "AwsSolutions-KDS3",
    reason: "The rule saves a dollar a month by the AWS-managed key; here the customer's own key is asked for.",
  },
  deadLetterObjects: {
    id: "AwsSolutions-IAM5",
    reason:
      "Each batch of dead letters, and each that Lambda gives up, is an object of its own below its prefix; the grant is to put, and nothing else.",
  },
  lakeObjects: {
    id: "AwsSolutions-IAM5",
    reason: "Each file of the lake is an object of its own, named as it is written, by its writer or by Data Firehose.",
  },
  networkInterfaces: {
    id: "AwsSolutions-IAM5",
    reason:
      "Lambda makes a function's network interfaces with its role, before they have a name; the function's own code is denied the same calls.",
  },
  networkInterfacesOfFunctions: {
    id: "Serverless-LambdaStarPermissions",
    reason: "The same: every other statement of these roles names what it is for.",
  },
  withoutResource: {
    id: "AwsSolutions-IAM5",
    reason: "Delivery of a state machine's log and traces are actions that AWS defines on no resource.",
  },
  noAsynchronousCalls: {
    id: "Serverless-LambdaDLQ",
    reason:
      "Called by an event source mapping or by Data Firehose, which keep what fails in S3; Lambda's own dead-letter target is for asynchronous calls.",
  },
  noTracing: {
    id: "Serverless-LambdaTracing",
    reason:
      "One function between two services: its metrics say what a trace would, and X-Ray wants a grant on every resource.",
  },
  noticeRedrive: {
    id: "Serverless-EventBusDLQ",
    reason:
      "EventBridge tries for a day to deliver; a notice that reached nobody by then is of no use in a queue that nobody reads.",
  },
  mailRedrive: {
    id: "Serverless-SNSRedrivePolicy",
    reason: "An alarm's mail that bounces is of no use later; the alarm itself stays visible on the dashboard.",
  },
} as const;

export type Acknowledgement = keyof typeof acknowledgements;

/** `finding` narrows it to one of several that the rule has on the resource. */
export function acknowledge(scope: IConstruct, name: Acknowledgement, finding?: string): void {
  const { id, reason } = acknowledgements[name];
  const pack = id.slice(0, id.indexOf("-"));
  Validations.of(scope).acknowledge({ id: `${pack}::${id}${finding === undefined ? "" : `[${finding}]`}`, reason });
}

/** `objects` of a bucket of `producer`, as cdk-nag names them for another stack: by what `producer` exports. */
export function objectsOf(producer: Stack, bucketArn: string, objects: string, user?: Stack): string {
  if (user === producer) {
    const own: { "Fn::GetAtt": readonly string[] } = producer.resolve(bucketArn);
    return `Resource::<${own["Fn::GetAtt"].join(".")}>/${objects}`;
  }
  const exported: { "Fn::ImportValue": string } = producer.resolve(producer.exportValue(bucketArn));
  return `Resource::${exported["Fn::ImportValue"]}/${objects}`;
}

export function addNag(app: App): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
}
