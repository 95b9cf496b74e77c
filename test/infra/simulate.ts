/**
 * Policies of the templates, put to an IAM simulator that is not ours. Every reference becomes an ARN of one account, so
 * that what is compared is text, as AWS compares it.
 */
import { runSimulation } from "@cloud-copilot/iam-simulate";
import type { Deployment, Resource } from "./deployment.ts";
import { policiesOf } from "./policy.ts";

export const ACCOUNT = "111122223333";
export const REGION = "eu-west-1";

const place = (service: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}`;

/** By the name a resource is given, else by its logical id. */
const arnsOf: Readonly<Record<string, (name: string) => string>> = {
  "AWS::SNS::Topic": (name) => `${place("sns")}:${name}`,
  "AWS::KMS::Key": (name) => `${place("kms")}:key/${name}`,
  "AWS::CloudWatch::Alarm": (name) => `${place("cloudwatch")}:alarm:${name}`,
  "AWS::Events::Rule": (name) => `${place("events")}:rule/${name}`,
  "AWS::CloudTrail::Trail": (name) => `${place("cloudtrail")}:trail/${name}`,
  "AWS::S3::Bucket": (name) => `arn:aws:s3:::${name.toLowerCase()}`,
  "AWS::DynamoDB::GlobalTable": (name) => `${place("dynamodb")}:table/${name}`,
  "AWS::Kinesis::Stream": (name) => `${place("kinesis")}:stream/${name}`,
  "AWS::KinesisFirehose::DeliveryStream": (name) => `${place("firehose")}:deliverystream/${name}`,
  "AWS::Lambda::Function": (name) => `${place("lambda")}:function:${name}`,
  "AWS::SecretsManager::Secret": (name) => `${place("secretsmanager")}:secret:${name}-AbCdEf`,
  "AWS::Logs::LogGroup": (name) => `${place("logs")}:log-group:${name}:*`,
  "AWS::IAM::Role": (name) => `arn:aws:iam::${ACCOUNT}:role/${name}`,
  "AWS::IAM::User": (name) => `arn:aws:iam::${ACCOUNT}:user/${name}`,
};

/** The properties by which the policies name a resource; any other is named by its logical id. */
const nameProperties = ["TableName", "Name", "DeliveryStreamName", "FunctionName", "LogGroupName", "UserName"];

const pseudo: Readonly<Record<string, string>> = {
  "AWS::AccountId": ACCOUNT,
  "AWS::Region": REGION,
  "AWS::Partition": "aws",
};

/** A value of a template with every intrinsic replaced by text. Throws on one it does not know. */
export function concrete(deployment: Deployment, kind: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => concrete(deployment, kind, item));
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? [];
  if (entries.length === 1 && (name === "Ref" || name?.startsWith("Fn::"))) {
    return intrinsic(deployment, kind, name, argument);
  }
  return Object.fromEntries(entries.map(([key, inner]) => [key, concrete(deployment, kind, inner)]));
}

function intrinsic(deployment: Deployment, kind: string, name: string, argument: unknown): unknown {
  switch (name) {
    case "Ref":
      return pseudo[String(argument)] ?? arnById(deployment, kind, String(argument));
    case "Fn::GetAtt":
      return arnById(deployment, kind, String((argument as string[])[0]));
    case "Fn::Join": {
      const [separator, parts] = argument as [string, unknown[]];
      return parts.map((part) => concrete(deployment, kind, part)).join(separator);
    }
    case "Fn::Split": {
      const [separator, text] = argument as [string, unknown];
      return String(concrete(deployment, kind, text)).split(separator);
    }
    case "Fn::Select": {
      const [index, parts] = argument as [number, unknown];
      return (concrete(deployment, kind, parts) as unknown[])[Number(index)];
    }
    case "Fn::Sub":
      return String(argument).replaceAll(/\$\{(AWS::\w+)\}/g, (_, name: string) => pseudo[name] ?? name);
    case "Fn::ImportValue":
      return imported(deployment, String(argument));
    default:
      throw new Error(`no rule for ${name}`);
  }
}

function imported(deployment: Deployment, name: string): unknown {
  for (const [kind, { Outputs }] of deployment.templates) {
    const output = Object.values(Outputs ?? {}).find(({ Export }) => Export?.Name === name);
    if (output !== undefined) return concrete(deployment, kind, output.Value);
  }
  throw new Error(`nothing exports ${name}`);
}

function arnById(deployment: Deployment, kind: string, id: string): string {
  const resource = deployment.templates.get(kind)?.Resources[id];
  return (resource && arnOf(id, resource)) ?? `${kind}/${id}`;
}

function arnOf(id: string, { Type, Properties }: Resource): string | undefined {
  const given = nameProperties.map((property) => Properties?.[property]).find((name) => typeof name === "string");
  return arnsOf[Type]?.(typeof given === "string" ? given : id);
}

/** ARN of what a stack of a stage makes, with the name CloudFormation gives it where the template gives none. */
export function arnMade(stack: string, id: string, resource: Resource): string | undefined {
  const generated = resource.Type === "AWS::SecretsManager::Secret" ? id : `${stack}-${id}`;
  return arnOf(generated, resource);
}

/** The logical id and the resource that an ARN made here stands for. */
export function resourceOf(deployment: Deployment, type: string, arn: unknown) {
  for (const [kind, { Resources }] of deployment.templates) {
    for (const [id, resource] of Object.entries(Resources)) {
      if (resource.Type === type && arnOf(id, resource) === arn) return { kind, id, resource };
    }
  }
  return undefined;
}

/** ARN of the resource of a type in a stack whose logical id begins so. Throws unless there is one. */
export function arnIn(deployment: Deployment, kind: string, type: string, idBegins = ""): string {
  const [found, another] = Object.entries(deployment.templates.get(kind)?.Resources ?? {}).filter(
    ([id, { Type }]) => Type === type && id.startsWith(idBegins),
  );
  const arn = found && arnOf(...found);
  if (arn === undefined || another !== undefined) throw new Error(`not one ${type} ${idBegins}… in ${kind}`);
  return arn;
}

interface Call {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
}

/** The simulator has one name for whatever key an encryption context has, and none of ours has more than one. */
function oneContextKey<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value).replaceAll(
      /"kms:EncryptionContext:[^"]+"/g,
      `"kms:EncryptionContext:\${EncryptionContextKey}"`,
    ),
  );
}

type Policies = Pick<Parameters<typeof runSimulation>[0], "identityPolicies" | "resourcePolicy">;

async function allowed(principal: string, { action, resource, context }: Call, policies: Policies): Promise<boolean> {
  const result = await runSimulation(
    {
      request: {
        principal,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: oneContextKey({ ...context }),
      },
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...oneContextKey(policies),
    },
    {},
  );
  if (result.resultType === "error") throw new Error(JSON.stringify(result.errors));
  return result.overallResult === "Allowed";
}

/** Whether a resource's own policy lets an AWS service make the call. Throws when the simulator refuses the question. */
export async function letsService(
  policy: unknown,
  { service, ...call }: Call & { readonly service: string },
): Promise<boolean> {
  return allowed(service, call, { identityPolicies: [], resourcePolicy: policy });
}

/** Whether documents that a principal has let it make the call, on resources without a policy of their own. */
export async function letsPrincipal(documents: readonly unknown[], call: Call): Promise<boolean> {
  const identityPolicies = documents.map((policy, index) => ({ name: String(index), policy }));
  return allowed(`arn:aws:iam::${ACCOUNT}:role/somebody`, call, { identityPolicies });
}

/**
 * What the role or user whose logical id begins so may do, by its policies and, where a key is used, the key's: asks on.
 * Throws when the simulator refuses the question, such as an action that there is not.
 */
export function identity(deployment: Deployment, kind: string, type: "Role" | "User", idBegins: string) {
  const arn = arnIn(deployment, kind, `AWS::IAM::${type}`, idBegins);
  const id = resourceOf(deployment, `AWS::IAM::${type}`, arn)?.id ?? "";
  const identityPolicies = policiesOf(deployment, kind, id).map((policy, index) => ({
    name: String(index),
    policy: { Version: "2012-10-17", ...(concrete(deployment, kind, policy) as object) },
  }));
  if (identityPolicies.length === 0) throw new Error(`${id} has no policy`);
  return async (action: string, resource: string, context: Readonly<Record<string, string>> = {}) => {
    const key = resourceOf(deployment, "AWS::KMS::Key", resource);
    const keyPolicy = key && { resourcePolicy: concrete(deployment, key.kind, key.resource.Properties.KeyPolicy) };
    return allowed(arn, { action, resource, context }, { identityPolicies, ...keyPolicy });
  };
}
