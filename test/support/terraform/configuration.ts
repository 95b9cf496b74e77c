/** A Terraform configuration as values: `hcl2json` reads the syntax, offline, and leaves every expression as `${…}`. */
import { readdirSync, readFileSync } from "node:fs";
import { parse } from "@cdktf/hcl2json";

export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };
export type Fields = { readonly [name: string]: Value };

/** Resources by `type.name`, the others by name. */
export interface Configuration {
  readonly resources: Readonly<Record<string, Fields>>;
  readonly data: Readonly<Record<string, Fields>>;
  readonly variables: Readonly<Record<string, Fields>>;
  readonly outputs: Readonly<Record<string, Fields>>;
  readonly locals: Fields;
  readonly provider: Fields;
}

/** All `.tf` files of a folder. */
export async function configurationIn(folder: URL): Promise<Configuration> {
  const files = readdirSync(folder).filter((name) => name.endsWith(".tf"));
  return configurationOf(files.map((name) => readFileSync(new URL(name, folder), "utf8")).join("\n"));
}

export async function configurationOf(text: string): Promise<Configuration> {
  const parsed = await parse("main.tf", text);
  return {
    resources: byTypeAndName(parsed.resource),
    data: byTypeAndName(parsed.data),
    variables: firstOfEach(parsed.variable),
    outputs: firstOfEach(parsed.output),
    locals: Object.assign({}, ...(parsed.locals ?? [])),
    provider: Object.values<readonly Fields[]>(parsed.provider ?? {})[0]?.[0] ?? {},
  };
}

function byTypeAndName(types: Record<string, Record<string, readonly Fields[]>> = {}): Record<string, Fields> {
  return Object.fromEntries(
    Object.entries(types).flatMap(([type, named]) =>
      Object.entries(firstOfEach(named)).map(([name, fields]) => [`${type}.${name}`, fields]),
    ),
  );
}

function firstOfEach(named: Record<string, readonly Fields[]> = {}): Record<string, Fields> {
  return Object.fromEntries(Object.entries(named).map(([name, [fields]]) => [name, fields ?? {}]));
}

/** Every expression in a value. */
export function expressionsIn(value: Value): readonly string[] {
  if (typeof value === "string") return value.includes("${") ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(expressionsIn);
}
