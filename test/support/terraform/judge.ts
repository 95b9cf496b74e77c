/** What the provider would refuse in a configuration, as far as names, types and needs of arguments tell. */
import { type Configuration, expressionsIn, type Fields, type Value } from "./configuration.ts";
import type { BlockSchema, NestedSchema, ProviderSchema, TypeText } from "./schema.ts";

/** Terraform's own, of any resource: https://developer.hashicorp.com/terraform/language/meta-arguments */
const metaArguments: readonly string[] = ["count", "for_each", "depends_on", "lifecycle", "provider"];

/** One sentence for each mistake. */
export function mistakesIn(configuration: Configuration, schema: ProviderSchema): readonly string[] {
  const { resources, data, provider } = configuration;
  const blocks = (found: Readonly<Record<string, Fields>>, known: Readonly<Record<string, BlockSchema>>) =>
    Object.entries(found).flatMap(([address, fields]) => {
      const [type = ""] = address.split(".");
      const block = known[type];
      return block === undefined ? [`${address}: the schema has no ${type}`] : blockMistakes(address, fields, block);
    });
  return [
    ...blockMistakes("provider", provider, schema.provider),
    ...blocks(resources, schema.resources),
    ...blocks(data, schema.data),
    ...referenceMistakes(configuration, schema),
  ];
}

function blockMistakes(at: string, fields: Fields, schema: BlockSchema): readonly string[] {
  const writable = { ...schema.required, ...schema.optional, ...schema.defaulted };
  const { dynamic, ...written } = fields;
  const given = { ...written, ...dynamicBlocks(dynamic) };
  const missing = Object.keys(schema.required ?? {}).filter((name) => !(name in given));
  const tooFew = Object.entries(schema.blocks ?? {}).filter(([name, { min = 0 }]) => min > 0 && !(name in given));
  return [
    ...missing.map((name) => `${at}: ${name} is missing`),
    ...tooFew.map(([name]) => `${at}: the block ${name} is missing`),
    ...Object.entries(given).flatMap(([name, value]) => {
      if (metaArguments.includes(name)) return [];
      const [type, nested] = [writable[name], schema.blocks?.[name]];
      if (nested !== undefined) return nestedMistakes(`${at}.${name}`, value, nested);
      if (type === undefined)
        return [`${at}: ${name} ${name in (schema.computed ?? {}) ? "cannot be set" : "is no argument"}`];
      return fits(value, type) ? [] : [`${at}: ${name} is not ${JSON.stringify(type)}`];
    }),
  ];
}

function nestedMistakes(at: string, value: Value, schema: NestedSchema): readonly string[] {
  const blocks = Array.isArray(value) ? value : [value];
  const many = schema.max !== undefined && blocks.length > schema.max ? [`${at}: stands ${blocks.length} times`] : [];
  return [...many, ...blocks.flatMap((block: Fields) => blockMistakes(at, block, schema))];
}

/** The content of `dynamic "name"` stands for blocks of that name. */
function dynamicBlocks(dynamic: Value | undefined): Fields {
  return Object.fromEntries(
    Object.entries((dynamic ?? {}) as Readonly<Record<string, readonly { content: Value }[]>>).map(
      ([name, [block]]) => [name, block?.content ?? []],
    ),
  );
}

/** An expression may be anything; a literal is what it is. */
function fits(value: Value, type: TypeText): boolean {
  if (value === null || (typeof value === "string" && value.includes("${"))) return true;
  if (typeof type === "string") return typeof value === { string: "string", bool: "boolean", number: "number" }[type];
  const [kind, of] = type;
  if (kind === "list" || kind === "set")
    return Array.isArray(value) && value.every((item) => fits(item, of as TypeText));
  if (typeof value !== "object" || Array.isArray(value)) return false;
  return kind !== "map" || Object.values(value).every((item) => fits(item, of as TypeText));
}

/** `azurerm_x.y` or `google_x.y`, then an index, then an attribute and perhaps one of a block in it. */
const RESOURCE = /(data\.)?\b((?:azurerm|google)_\w+)\.(\w+)(?:\[[^\]]*\])?(?:\.(\w+))?(?:\[\w+\]\.(\w+))?/g;
const DECLARED = /\b(var|local)\.(\w+)/g;

function referenceMistakes(configuration: Configuration, schema: ProviderSchema): readonly string[] {
  const { resources, data, outputs, variables, locals } = configuration;
  const expressions = [resources, data, outputs, variables, locals].flatMap((part) => expressionsIn(part));
  return expressions.flatMap((expression) => [
    ...[...expression.matchAll(RESOURCE)].flatMap(([text, isData, type = "", name = "", attribute, inner]) => {
      const declared = isData ? data : resources;
      if (!(`${type}.${name}` in declared)) return [`${text}: there is none`];
      const block = (isData ? schema.data : schema.resources)[type];
      if (attribute === undefined || block === undefined || isAttribute(block, attribute, inner)) return [];
      return [`${text}: it has no such attribute`];
    }),
    ...[...expression.matchAll(DECLARED)]
      .filter(([, kind, name = ""]) => !(name in (kind === "var" ? variables : locals)))
      .map(([text]) => `${text}: it is not declared`),
  ]);
}

function isAttribute(block: BlockSchema, name: string, inner: string | undefined): boolean {
  const nested = block.blocks?.[name];
  if (nested !== undefined) return inner === undefined || isAttribute(nested, inner, undefined);
  return name in { ...block.required, ...block.optional, ...block.defaulted, ...block.computed };
}
