/** The trimmed schema of the provider: names, types and needs of arguments, as `infra/schema` of a cloud holds them. */
import { readFileSync } from "node:fs";

/** As cty writes types in JSON: `"string"`, `["map", "string"]`, `["object", { name: "string" }]`. */
export type TypeText = string | readonly [string, TypeText | Readonly<Record<string, TypeText>>];

type Attributes = Readonly<Record<string, TypeText>>;

export interface BlockSchema {
  readonly required?: Attributes;
  readonly optional?: Attributes;
  /** May be written; where it is not, the provider fills it in. */
  readonly defaulted?: Attributes;
  /** Read, never written. */
  readonly computed?: Attributes;
  readonly blocks?: Readonly<Record<string, NestedSchema>>;
}

export interface NestedSchema extends BlockSchema {
  readonly nesting: "single" | "list" | "set";
  readonly min?: number;
  readonly max?: number;
}

export interface ProviderSchema {
  readonly version: string;
  readonly provider: BlockSchema;
  readonly resources: Readonly<Record<string, BlockSchema>>;
  readonly data: Readonly<Record<string, BlockSchema>>;
}

export function providerSchema(file: URL): ProviderSchema {
  return JSON.parse(readFileSync(file, "utf8"));
}
