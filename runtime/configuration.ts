/** The environment, read once at cold start. A missing or malformed variable ends the start with one sentence that names it. */

import { DEFAULT_MAX_RECORD_BYTES, type Encoding, MAX_RECORD_BYTES_LIMIT } from "../shared/decode/decode.ts";
import { defaultPrivacyPolicy, needsKey, type PrivacyPolicy, parsePrivacyPolicy } from "../shared/privacy/policy.ts";
import { KEY_ADVICE, weaknessOf } from "./key-strength.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

/** Where the HMAC key comes from; none when the policy needs none. */
export type PrivacyKeySource = { readonly secretId: string } | { readonly key: string } | undefined;

const encodings: readonly string[] = ["auto", "json", "protobuf"] satisfies Encoding[];
const lakePayloads: readonly string[] = ["keep", "omit"];
const MIN_RECORD_BYTES = 1_024;

function problem(name: string, what: string): ConfigurationError {
  return new ConfigurationError(`The environment variable ${name} ${what}`);
}

/** A variable that is empty counts as not set. */
export function optionalText(environment: Environment, name: string): string | undefined {
  return environment[name]?.trim() || undefined;
}

export function requiredText(environment: Environment, name: string): string {
  const value = optionalText(environment, name);
  if (value === undefined) throw problem(name, "is not set");
  return value;
}

export function wholeNumber(
  environment: Environment,
  name: string,
  least: number,
  most: number,
  absent?: number,
): number {
  const text = absent === undefined ? requiredText(environment, name) : optionalText(environment, name);
  if (text === undefined) return absent as number;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw problem(name, `is not a whole number from ${least} to ${most}`);
  }
  return value;
}

/** What every function reads. */
export interface CoreConfiguration {
  readonly policy: PrivacyPolicy;
  readonly keySource: PrivacyKeySource;
  readonly ignoreEventTypes: ReadonlySet<string>;
  readonly encoding: Encoding;
  readonly maxRecordBytes: number;
  /** The lake's rows have the `payload` column. */
  readonly lakePayload: boolean;
}

export function coreConfiguration(environment: Environment): CoreConfiguration {
  const policy = policyOf(environment);
  const encoding = optionalText(environment, "ENCODING") ?? "auto";
  if (!encodings.includes(encoding)) throw problem("ENCODING", `is not one of ${encodings.join(", ")}`);
  const lakePayload = optionalText(environment, "LAKE_PAYLOAD") ?? "keep";
  if (!lakePayloads.includes(lakePayload)) throw problem("LAKE_PAYLOAD", `is not one of ${lakePayloads.join(", ")}`);
  return {
    policy,
    keySource: keySourceOf(environment, policy),
    ignoreEventTypes: ignoredTypes(environment),
    encoding: encoding as Encoding,
    maxRecordBytes: wholeNumber(
      environment,
      "MAX_RECORD_BYTES",
      MIN_RECORD_BYTES,
      MAX_RECORD_BYTES_LIMIT,
      DEFAULT_MAX_RECORD_BYTES,
    ),
    lakePayload: lakePayload === "keep",
  };
}

export function flag(environment: Environment, name: string, absent: boolean): boolean {
  const text = optionalText(environment, name);
  if (text === undefined) return absent;
  if (text !== "true" && text !== "false") throw problem(name, "is neither true nor false");
  return text === "true";
}

function policyOf(environment: Environment): PrivacyPolicy {
  const json = optionalText(environment, "PRIVACY_POLICY");
  if (json === undefined) return defaultPrivacyPolicy;
  const parsed = parsePrivacyPolicy(json);
  if (!parsed.ok) throw problem("PRIVACY_POLICY", `is not a privacy policy: ${parsed.error}`);
  return parsed.value;
}

function keySourceOf(environment: Environment, policy: PrivacyPolicy): PrivacyKeySource {
  const key = optionalText(environment, "PRIVACY_KEY");
  const secretId = optionalText(environment, "PRIVACY_KEY_SECRET_ID");
  if (!needsKey(policy)) return undefined;
  if (key === undefined && secretId === undefined) {
    throw problem(
      "PRIVACY_KEY_SECRET_ID",
      "is not set (nor is PRIVACY_KEY), and the privacy policy replaces values by HMAC",
    );
  }
  if (secretId !== undefined) return { secretId };
  return { key: checkedKey("PRIVACY_KEY", key as string) };
}

/** The key without the blanks around it, if it cannot be guessed; `name` is where it came from. */
export function checkedKey(name: "PRIVACY_KEY" | "PRIVACY_KEY_SECRET_ID", text: string): string {
  const key = text.trim();
  const weakness = weaknessOf(key);
  if (weakness !== undefined)
    throw problem(name, `${name === "PRIVACY_KEY" ? "" : "names a secret that "}${weakness}; ${KEY_ADVICE}`);
  return key;
}

/** KEEP_ALIVE says only that nothing happened; an empty variable ignores nothing. */
function ignoredTypes(environment: Environment): ReadonlySet<string> {
  const types = (environment.IGNORE_EVENT_TYPES ?? "KEEP_ALIVE").split(",").map((type) => type.trim());
  return new Set(types.filter((type) => type !== ""));
}
