/**
 * Makes the schema that is kept of a cloud's provider anew, in a folder where the provider is installed:
 *
 *   terraform -chdir=azure/infra providers schema -json | node test/support/terraform/trim-schema.ts azure azurerm 5.2.0
 *   terraform -chdir=gcp/infra providers schema -json | node test/support/terraform/trim-schema.ts gcp google 7.45.0
 */
import { readFileSync, writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { type Configuration, configurationIn, type Fields, type Value } from "./configuration.ts";
import type { BlockSchema, NestedSchema, ProviderSchema, TypeText } from "./schema.ts";

interface FullAttribute {
  readonly type: TypeText;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
}

interface FullBlock {
  readonly attributes?: Readonly<Record<string, FullAttribute>>;
  readonly block_types?: Readonly<Record<string, FullNested>>;
}

interface FullNested {
  readonly nesting_mode: NestedSchema["nesting"];
  readonly min_items?: number;
  readonly max_items?: number;
  readonly block: FullBlock;
}

/** https://developer.hashicorp.com/terraform/cli/commands/providers/schema#format-summary */
export interface FullSchema {
  readonly provider: { readonly block: FullBlock };
  readonly resource_schemas: Readonly<Record<string, { readonly block: FullBlock }>>;
  readonly data_source_schemas: Readonly<Record<string, { readonly block: FullBlock }>>;
}

/** Large, and of no use here. */
const leftOut: readonly string[] = ["timeouts", "auth_settings", "auth_settings_v2"];

/** Of resources that are used, everything; of the provider, what is set. */
export function trimmed(full: FullSchema, used: Configuration, version: string): ProviderSchema {
  const types = (addresses: object) => [
    ...new Set(Object.keys(addresses).map((address) => address.split(".")[0] ?? "")),
  ];
  const blocks = (all: FullSchema["resource_schemas"], addresses: object) =>
    Object.fromEntries(
      types(addresses)
        .sort()
        .flatMap((type) => (all[type] === undefined ? [] : [[type, blockOf(all[type].block)]])),
    );
  return {
    version,
    provider: onlySet(blockOf(full.provider.block), used.provider),
    resources: blocks(full.resource_schemas, used.resources),
    data: blocks(full.data_source_schemas, used.data),
  };
}

function blockOf({ attributes = {}, block_types = {} }: FullBlock): BlockSchema {
  const ofNeed = (need: (attribute: FullAttribute) => boolean | undefined) =>
    present(
      Object.entries(attributes).flatMap(([name, attribute]) => (need(attribute) ? [[name, attribute.type]] : [])),
    );
  const nested = Object.entries(block_types).filter(([name]) => !leftOut.includes(name));
  return withoutEmpty({
    required: ofNeed(({ required }) => required),
    optional: ofNeed(({ optional, computed }) => optional && !computed),
    defaulted: ofNeed(({ optional, computed }) => optional && computed),
    computed: ofNeed(({ optional, computed }) => computed && !optional),
    blocks: present(nested.map(([name, block]) => [name, nestedOf(block)])),
  });
}

function nestedOf({ nesting_mode, min_items, max_items, block }: FullNested): NestedSchema {
  return {
    nesting: nesting_mode,
    ...(min_items ? { min: min_items } : {}),
    ...(max_items ? { max: max_items } : {}),
    ...blockOf(block),
  };
}

function onlySet(schema: BlockSchema, fields: Value | undefined): BlockSchema {
  const [set = {}] = (Array.isArray(fields) ? fields : [fields]) as readonly Fields[];
  const of = <T>(all: Readonly<Record<string, T>> = {}) =>
    present(Object.entries(all).filter(([name]) => name in set)) as Record<string, T> | undefined;
  const blocks = of(schema.blocks);
  return withoutEmpty({
    ...schema,
    required: of(schema.required),
    optional: of(schema.optional),
    defaulted: of(schema.defaulted),
    computed: undefined,
    blocks:
      blocks &&
      present(Object.entries(blocks).map(([name, block]) => [name, { ...block, ...onlySet(block, set[name]) }])),
  });
}

function present(entries: readonly (readonly unknown[])[]): object | undefined {
  return entries.length === 0 ? undefined : Object.fromEntries(entries as [string, unknown][]);
}

function withoutEmpty(block: object): BlockSchema {
  return Object.fromEntries(Object.entries(block).filter(([, value]) => value !== undefined));
}

if (import.meta.main) {
  const [cloud = "", provider = "", version = ""] = process.argv.slice(2);
  const full = JSON.parse(await text(process.stdin)).provider_schemas[`registry.terraform.io/hashicorp/${provider}`];
  const infra = new URL(`../../../${cloud}/infra/`, import.meta.url);
  const file = new URL(`schema/${provider}.json`, infra);
  const { about } = JSON.parse(readFileSync(file, "utf8"));
  const schema = { about, ...trimmed(full, await configurationIn(infra), version) };
  writeFileSync(file, `${JSON.stringify(schema, undefined, 2)}\n`);
}
