/** A cloud's Terraform and its guide, as the tests of both read them. */
import { readFileSync } from "node:fs";
import { type Configuration, configurationIn, type Fields } from "./configuration.ts";
import { type ProviderSchema, providerSchema } from "./schema.ts";

export interface InfraFiles {
  readonly folder: URL;
  readonly schema: ProviderSchema;
  readonly infra: Configuration;
  readonly guide: string;
  readonly ofType: (type: string) => readonly Fields[];
  /** Of a local that is a map written out. */
  readonly local: (name: string) => Readonly<Record<string, Fields>>;
}

const root = new URL("../../../", import.meta.url);

/** By the cloud's folder, the provider's name, and the guide's in `docs`. */
export async function infraFiles(cloud: string, provider: string, guide: string): Promise<InfraFiles> {
  const folder = new URL(`${cloud}/infra/`, root);
  const infra = await configurationIn(folder);
  return {
    folder,
    schema: providerSchema(new URL(`schema/${provider}.json`, folder)),
    infra,
    guide: readFileSync(new URL(`docs/${guide}`, root), "utf8"),
    ofType: (type) =>
      Object.entries(infra.resources).flatMap(([address, fields]) => (address.startsWith(`${type}.`) ? [fields] : [])),
    local: (name) => infra.locals[name] as Readonly<Record<string, Fields>>,
  };
}
