/** The configuration judged: by its JSON Schema, then by the rules that span fields. Each mistake is one sentence. */
import { Ajv, type ErrorObject } from "ajv";
import { ConfigError } from "./config-error.ts";
import { withDefaults } from "./defaults.ts";
import { brokenRules } from "./rules.ts";
import schema from "./spaces-config.schema.json" with { type: "json" };
import type { SpacesConfig, SpacesConfigInput } from "./spaces-config.ts";

/** `verbose` puts the value and its schema on an error; `x-says` is a pattern in words. */
const ajv = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true });
ajv.addKeyword("x-says");
const check = ajv.compile<SpacesConfigInput>(schema);

/** Throws ConfigError. */
export function validateConfig(value: unknown): SpacesConfig {
  if (!check(value)) throw new ConfigError([...new Set((check.errors ?? []).map(sentence))]);
  const config = withDefaults(value);
  const mistakes = brokenRules(config);
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return config;
}

function sentence(error: ErrorObject): string {
  const field = error.instancePath.slice(1).replaceAll("/", ".") || "The configuration";
  const { params } = error;
  switch (error.keyword) {
    case "required":
      return `${params.missingProperty} is missing; it must be ${wording(schema.properties, params.missingProperty)}.`;
    case "additionalProperties": {
      const name = [...error.instancePath.slice(1).split("/"), params.additionalProperty].filter(Boolean).join(".");
      const known = Object.keys((error.parentSchema?.properties ?? {}) as object).filter((key) => key !== "$schema");
      return `${name} is not a field; allowed are ${known.join(", ")}.`;
    }
    case "propertyNames":
      return `${field}.${params.propertyName} is not a tag; allowed are names of 1 to 128 characters that do not begin with aws:.`;
    case "uniqueItems":
      return `${field} names a value twice; each may stand once.`;
    default:
      return `${field} is ${shown(error.data)}; it must be ${allowed((error.parentSchema ?? {}) as Says)}.`;
  }
}

function wording(properties: Readonly<Record<string, unknown>>, name: string): string {
  return allowed((properties[name] ?? {}) as Says);
}

/** The keywords of the schema that say which values are allowed. */
interface Says {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly multipleOf?: number;
  readonly maxLength?: number;
  readonly maxProperties?: number;
  readonly "x-says"?: string;
}

function allowed(says: Says): string {
  if (says["x-says"] !== undefined) return says["x-says"];
  if (says.enum !== undefined) return `one of ${says.enum.map((value) => JSON.stringify(value)).join(", ")}`;
  if (says.type === "integer") {
    const step = says.multipleOf === undefined ? "" : ` in steps of ${says.multipleOf}`;
    return `a whole number from ${says.minimum} to ${says.maximum}${step}`;
  }
  if (says.type === "boolean") return "true or false";
  if (Array.isArray(says.type)) return "true, false or an object";
  if (says.type === "array") return "a list";
  if (says.type === "object")
    return says.maxProperties === undefined ? "an object" : `an object of at most ${says.maxProperties} entries`;
  return says.maxLength === undefined ? "text" : `text of at most ${says.maxLength} characters`;
}

const MAX_SHOWN_LENGTH = 60;

function shown(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (value !== null && typeof value === "object") return "an object";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > MAX_SHOWN_LENGTH ? `${text.slice(0, MAX_SHOWN_LENGTH)}…` : text;
}
