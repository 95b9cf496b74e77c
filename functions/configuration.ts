/** The environment, read once at cold start. A missing or malformed variable ends the start with one sentence that names it. */
import { DEFAULT_MAX_RECORD_BYTES, type Encoding, MAX_RECORD_BYTES_LIMIT } from "../shared/decode/decode.ts";
import { defaultPrivacyPolicy, needsKey, type PrivacyPolicy, parsePrivacyPolicy } from "../shared/privacy/policy.ts";
import type { EnvironmentVariable } from "./environment.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

/** Where the HMAC key comes from; none when the policy needs none. */
export type PrivacyKeySource = { readonly secretId: string } | { readonly key: string } | undefined;

const DAY_SECONDS = 86_400;
const MAX_DAYS = 3_650;
const DEFAULT_STATE_TTL_DAYS = 30;
/** Shorter keys can be guessed. */
const MIN_KEY_LENGTH = 16;
const encodings: readonly string[] = ["auto", "json", "protobuf"] satisfies Encoding[];
const MIN_RECORD_BYTES = 1_024;

function problem(name: EnvironmentVariable, what: string): ConfigurationError {
  return new ConfigurationError(`The environment variable ${name} ${what}`);
}

/** A variable that is empty counts as not set. */
export function optionalText(environment: Environment, name: EnvironmentVariable): string | undefined {
  return environment[name]?.trim() || undefined;
}

export function requiredText(environment: Environment, name: EnvironmentVariable): string {
  const value = optionalText(environment, name);
  if (value === undefined) throw problem(name, "is not set");
  return value;
}

function wholeNumber(
  environment: Environment,
  name: EnvironmentVariable,
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

/** What both channels' functions read. */
export interface CoreConfiguration {
  readonly policy: PrivacyPolicy;
  readonly keySource: PrivacyKeySource;
  readonly ignoreEventTypes: ReadonlySet<string>;
  readonly encoding: Encoding;
  readonly maxRecordBytes: number;
}

export interface TablesConfiguration {
  readonly eventsTable: string;
  readonly stateTable: string;
  readonly historyTtlSeconds: number;
  readonly stateTtlSeconds: number;
}

export function coreConfiguration(environment: Environment): CoreConfiguration {
  const policy = policyOf(environment);
  const encoding = optionalText(environment, "ENCODING") ?? "auto";
  if (!encodings.includes(encoding)) throw problem("ENCODING", `is not one of ${encodings.join(", ")}`);
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
  };
}

export function tablesConfiguration(environment: Environment): TablesConfiguration {
  return {
    eventsTable: requiredText(environment, "EVENTS_TABLE"),
    stateTable: requiredText(environment, "STATE_TABLE"),
    historyTtlSeconds: wholeNumber(environment, "HISTORY_TTL_DAYS", 1, MAX_DAYS) * DAY_SECONDS,
    stateTtlSeconds: wholeNumber(environment, "STATE_TTL_DAYS", 1, MAX_DAYS, DEFAULT_STATE_TTL_DAYS) * DAY_SECONDS,
  };
}

export function flag(environment: Environment, name: EnvironmentVariable, absent: boolean): boolean {
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

/** The key, if it is long enough; `name` is where it came from. */
export function checkedKey(name: "PRIVACY_KEY" | "PRIVACY_KEY_SECRET_ID", key: string): string {
  if (key.length < MIN_KEY_LENGTH) throw problem(name, `holds a key of less than ${MIN_KEY_LENGTH} characters`);
  return key;
}

/** KEEP_ALIVE says only that nothing happened; an empty variable ignores nothing. */
function ignoredTypes(environment: Environment): ReadonlySet<string> {
  const types = (environment.IGNORE_EVENT_TYPES ?? "KEEP_ALIVE").split(",").map((type) => type.trim());
  return new Set(types.filter((type) => type !== ""));
}
