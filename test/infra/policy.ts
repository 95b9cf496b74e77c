/** The policies of the roles and users of a deployment, as they stand in its templates. */
import type { Deployment } from "./deployment.ts";

export interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A CloudFormation value as text: an export as what it exports, a resource's attribute as `stack/LogicalId.Attribute`. */
export function resolveValue(deployment: Deployment, kind: string, value: unknown): string {
  if (typeof value === "string") return value;
  const [intrinsic, argument] = Object.entries(value as Record<string, unknown>)[0] ?? [];
  switch (intrinsic) {
    case "Ref":
      return String(argument).startsWith("AWS::") ? String(argument) : `${kind}/${argument}`;
    case "Fn::GetAtt":
      return `${kind}/${(argument as string[]).join(".")}`;
    case "Fn::Join": {
      const [separator, parts] = argument as [string, unknown[]];
      return parts.map((part) => resolveValue(deployment, kind, part)).join(separator);
    }
    case "Fn::ImportValue":
      return exported(deployment, String(argument));
    default:
      throw new Error(`no rule for ${intrinsic}`);
  }
}

function exported(deployment: Deployment, name: string): string {
  for (const [kind, { Outputs }] of deployment.templates) {
    const output = Object.values(Outputs ?? {}).find(({ Export }) => Export?.Name === name);
    if (output !== undefined) return resolveValue(deployment, kind, output.Value);
  }
  throw new Error(`nothing exports ${name}`);
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

interface Document {
  readonly Statement: readonly Statement[];
}

/** The policies of a role or user: those within it, and those of its own that are attached to it. */
export function policiesOf(deployment: Deployment, kind: string, id: string): readonly Document[] {
  const resources = deployment.templates.get(kind)?.Resources ?? {};
  const inline = (resources[id]?.Properties.Policies ?? []) as readonly { PolicyDocument: Document }[];
  const attached = Object.values(resources).filter(
    ({ Type, Properties }) =>
      Type === "AWS::IAM::Policy" &&
      JSON.stringify([Properties.Users, Properties.Roles]).includes(JSON.stringify({ Ref: id })),
  );
  return [
    ...inline.map(({ PolicyDocument }) => PolicyDocument),
    ...attached.map(({ Properties }) => Properties.PolicyDocument as Document),
  ];
}

/** All statements of roles and users, with the stack they are in. */
export function identityStatements(
  deployment: Deployment,
): readonly { kind: string; id: string; statement: Statement }[] {
  return [...deployment.templates].flatMap(([kind, { Resources }]) =>
    Object.entries(Resources)
      .filter(([, { Type }]) => Type === "AWS::IAM::Role" || Type === "AWS::IAM::User")
      .flatMap(([id]) =>
        policiesOf(deployment, kind, id).flatMap(({ Statement }) =>
          Statement.map((statement) => ({ kind, id, statement })),
        ),
      ),
  );
}
