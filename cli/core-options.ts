/** The core as a command sets it up by its own options, without any cloud: the same for all that read events from a file. */
import { randomBytes } from "node:crypto";
import { type Command, Option } from "commander";
import { ConfigurationError, checkedKey } from "../runtime/configuration.ts";
import { hmacPseudonyms } from "../runtime/hmac.ts";
import type { CoreOptions } from "../runtime/start-core.ts";
import { DEFAULT_MAX_RECORD_BYTES, type Encoding } from "../shared/decode/decode.ts";
import { defaultPrivacyPolicy, type PrivacyPolicy, parsePrivacyPolicy } from "../shared/privacy/policy.ts";
import { framings, type StdinFraming } from "./framing.ts";
import { UserError } from "./user-error.ts";

export interface CoreCommandOptions {
  readonly encoding: Encoding;
  readonly framing: StdinFraming;
  readonly policy?: string;
  readonly ignore: string;
}

/** `ignored` are the event types that are ignored unless told otherwise. */
export function withCoreOptions(command: Command, ignored: string): Command {
  return command
    .addOption(
      new Option("--encoding <encoding>", "of the records").choices(["auto", "json", "protobuf"]).default("auto"),
    )
    .addOption(
      new Option("--framing <framing>", "how records are put in lines; whole: all of it is one record")
        .choices([...framings, "whole"])
        .default("lines"),
    )
    .option("--policy <json>", "privacy policy, as PRIVACY_POLICY")
    .option("--ignore <types>", "event types to ignore, comma-separated", ignored);
}

/** Pseudonyms are made with PRIVACY_KEY where it is set, else with a key of this run. */
export function coreOptions(options: CoreCommandOptions): CoreOptions {
  const { PRIVACY_KEY } = process.env;
  return {
    policy: policyOf(options.policy),
    pseudonymise: hmacPseudonyms(PRIVACY_KEY === undefined ? randomBytes(32).toString("hex") : keyOf(PRIVACY_KEY)),
    encoding: options.encoding,
    maxRecordBytes: DEFAULT_MAX_RECORD_BYTES,
    withPayload: true,
    ignoreEventTypes: new Set(options.ignore.split(",").filter((type) => type !== "")),
  };
}

function policyOf(json: string | undefined): PrivacyPolicy {
  if (json === undefined) return defaultPrivacyPolicy;
  const parsed = parsePrivacyPolicy(json);
  if (!parsed.ok) throw new UserError(`--policy is not a privacy policy: ${parsed.error}`);
  return parsed.value;
}

function keyOf(text: string): string {
  try {
    return checkedKey("PRIVACY_KEY", text);
  } catch (error) {
    if (error instanceof ConfigurationError) throw new UserError(error.message);
    throw error;
  }
}
