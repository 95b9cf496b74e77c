/** IAM, as far as this project's policies go: what a set of statements allows, with every reference resolved to a name. */
import type { Deployment } from "./deployment.ts";

export interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
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

/** Whether a request is allowed: an allowing statement that fits, and no denying one. */
export function allows(
  deployment: Deployment,
  kind: string,
  statements: readonly Statement[],
  request: Request,
): boolean {
  const fitting = statements.filter((statement) => fits(deployment, kind, statement, request));
  return fitting.some(({ Effect }) => Effect === "Allow") && fitting.every(({ Effect }) => Effect !== "Deny");
}

function fits(deployment: Deployment, kind: string, statement: Statement, request: Request): boolean {
  const resolve = (value: unknown) => list(value).map((item) => resolveValue(deployment, kind, item));
  return (
    list(statement.Action).some((pattern) => matches(String(pattern), request.action)) &&
    resolve(statement.Resource).some((pattern) => matches(pattern, request.resource)) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => holds(operator, request.context?.[key], resolve(wanted))),
    )
  );
}

function holds(operator: string, value: string | undefined, wanted: readonly string[]): boolean {
  if (value === undefined) return false;
  switch (operator) {
    case "StringEquals":
      return wanted.includes(value);
    case "IpAddress":
      return wanted.some((range) => inRange(value, range));
    default:
      throw new Error(`no rule for ${operator}`);
  }
}

function inRange(address: string, range: string): boolean {
  const [network = "", bits = "32"] = range.split("/");
  const number = (text: string) => text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(bits));
  return Math.floor(number(address) / size) === Math.floor(number(network) / size);
}

function matches(pattern: string, text: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`).test(text);
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** All statements of roles and users, with the stack they are in. */
export function identityStatements(
  deployment: Deployment,
): readonly { kind: string; id: string; statement: Statement }[] {
  return [...deployment.templates].flatMap(([kind, { Resources }]) =>
    Object.entries(Resources).flatMap(([id, { Type, Properties }]) => {
      const documents =
        Type === "AWS::IAM::Role"
          ? ((Properties.Policies ?? []) as { PolicyDocument: { Statement: Statement[] } }[]).map(
              (p) => p.PolicyDocument,
            )
          : Type === "AWS::IAM::Policy"
            ? [Properties.PolicyDocument as { Statement: Statement[] }]
            : [];
      return documents.flatMap(({ Statement }) => Statement.map((statement) => ({ kind, id, statement })));
    }),
  );
}
