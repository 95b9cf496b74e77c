/**
 * What Terraform asks of a provider before it does anything: its schema, and whether a configuration is valid. Field
 * numbers as in https://github.com/hashicorp/terraform/blob/main/docs/plugin-protocol/tfplugin6.proto
 */
import protobuf from "protobufjs";
import type { BlockSchema, NestedSchema, ProviderSchema } from "./schema.ts";

const root = protobuf.parse(`
  syntax = "proto3";
  message Attribute {
    string name = 1;
    bytes type = 2;
    bool required = 4;
    bool optional = 5;
    bool computed = 6;
    bool write_only = 11;
  }
  message NestedBlock {
    string type_name = 1;
    Block block = 2;
    int32 nesting = 3;
    int64 min_items = 4;
    int64 max_items = 5;
  }
  message Block {
    int64 version = 1;
    repeated Attribute attributes = 2;
    repeated NestedBlock block_types = 3;
  }
  message Schema {
    int64 version = 1;
    Block block = 2;
  }
  message GetProviderSchema {
    Schema provider = 1;
    map<string, Schema> resource_schemas = 2;
    map<string, Schema> data_source_schemas = 3;
  }
`).root;

const nestings = { single: 1, list: 2, set: 3 } as const;

/** The answer to GetProviderSchema. */
export function schemaAnswer({ provider, resources, data }: ProviderSchema): Uint8Array {
  const type = root.lookupType("GetProviderSchema");
  const schemas = (blocks: Readonly<Record<string, BlockSchema>>) =>
    Object.fromEntries(Object.entries(blocks).map(([name, block]) => [name, { block: blockOf(block) }]));
  return type
    .encode(
      type.create({
        provider: { block: blockOf(provider) },
        resourceSchemas: schemas(resources),
        dataSourceSchemas: schemas(data),
      }),
    )
    .finish();
}

function blockOf({ required, optional, defaulted, computed, blocks = {} }: BlockSchema): object {
  const attributes = [
    ...attributesOf(required, { required: true }),
    ...attributesOf(optional, { optional: true }),
    ...attributesOf(defaulted, { optional: true, computed: true }),
    ...attributesOf(computed, { computed: true }),
  ];
  return { attributes, blockTypes: Object.entries(blocks).map(([name, block]) => nestedOf(name, block)) };
}

/** What may be written and not read back ends in `_wo` by the provider's convention; the trimmed schema does not say it. */
function attributesOf(attributes: BlockSchema["optional"] = {}, need: object): readonly object[] {
  return Object.entries(attributes).map(([name, type]) => ({
    ...need,
    name,
    type: Buffer.from(JSON.stringify(type)),
    writeOnly: name.endsWith("_wo"),
  }));
}

function nestedOf(typeName: string, { nesting, min = 0, max = 0, ...block }: NestedSchema): object {
  return { typeName, block: blockOf(block), nesting: nestings[nesting], minItems: min, maxItems: max };
}
