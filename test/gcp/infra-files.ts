/** `gcp/infra` and its guide, as the tests of both read them. */
import { readFileSync } from "node:fs";
import { configurationIn, type Fields } from "../support/terraform/configuration.ts";
import { providerSchema } from "../support/terraform/schema.ts";

export const folder = new URL("../../gcp/infra/", import.meta.url);
export const schema = providerSchema(new URL("schema/google.json", folder));
export const infra = await configurationIn(folder);
export const guide = readFileSync(new URL("../../docs/google-cloud.md", import.meta.url), "utf8");

export function ofType(type: string): readonly Fields[] {
  return Object.entries(infra.resources).flatMap(([address, fields]) =>
    address.startsWith(`${type}.`) ? [fields] : [],
  );
}

/** Of a local that is a map written out. */
export function local(name: string): Readonly<Record<string, Fields>> {
  return infra.locals[name] as Readonly<Record<string, Fields>>;
}
