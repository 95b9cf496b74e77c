/**
 * Policies of the templates, put to an IAM simulator that is not ours. Every reference becomes an ARN of one account, so
 * that what is compared is text, as AWS compares it.
 */
import { runSimulation } from "@cloud-copilot/iam-simulate";
import type { Deployment } from "./deployment.ts";

export const ACCOUNT = "111122223333";
export const REGION = "eu-west-1";

const arnsOf: Readonly<Record<string, (name: string) => string>> = {
  "AWS::SNS::Topic": (name) => `arn:aws:sns:${REGION}:${ACCOUNT}:${name}`,
  "AWS::KMS::Key": (name) => `arn:aws:kms:${REGION}:${ACCOUNT}:key/${name}`,
  "AWS::CloudWatch::Alarm": (name) => `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${name}`,
  "AWS::Events::Rule": (name) => `arn:aws:events:${REGION}:${ACCOUNT}:rule/${name}`,
  "AWS::CloudTrail::Trail": (name) => `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/${name}`,
  "AWS::S3::Bucket": (name) => `arn:aws:s3:::${name.toLowerCase()}`,
};

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
      return pseudo[String(argument)] ?? arnOf(deployment, kind, String(argument));
    case "Fn::GetAtt":
      return arnOf(deployment, kind, String((argument as string[])[0]));
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

function arnOf(deployment: Deployment, kind: string, id: string): string {
  const type = deployment.templates.get(kind)?.Resources[id]?.Type ?? "";
  return arnsOf[type]?.(id) ?? `${kind}/${id}`;
}

/** The logical id and the resource that an ARN made here stands for. */
export function resourceOf(deployment: Deployment, type: string, arn: unknown) {
  for (const [kind, { Resources }] of deployment.templates) {
    for (const [id, resource] of Object.entries(Resources)) {
      if (resource.Type === type && arnsOf[type]?.(id) === arn) return { kind, id, resource };
    }
  }
  return undefined;
}

interface Call {
  readonly service: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
}

/** Whether a resource's own policy lets an AWS service make the call. Throws when the simulator refuses the question. */
export async function letsService(policy: unknown, { service, action, resource, context }: Call): Promise<boolean> {
  const result = await runSimulation(
    {
      request: {
        principal: service,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: { ...context },
      },
      identityPolicies: [],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: policy,
    },
    {},
  );
  if (result.resultType === "error") throw new Error(JSON.stringify(result.errors));
  return result.overallResult === "Allowed";
}
