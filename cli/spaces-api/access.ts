/** Where Cisco's pull channel and its supporting APIs are, and the key they take: never an argument, which others on the machine can read. */
import { type Command, InvalidArgumentError, Option } from "commander";
import type { ReadSecret } from "../../runtime/privacy-key.ts";
import { UserError } from "../user-error.ts";

export interface ApiAccess {
  readonly base: string;
  readonly key: string;
}

export interface ApiOptions {
  readonly api: string;
  readonly apiKeyEnv: string;
  readonly apiKeySecret?: string;
}

/** https://developer.cisco.com/docs/cisco-spaces-firehose/getting-started */
const hosts: Readonly<Record<string, string>> = {
  io: "https://partners.ciscospaces.io",
  eu: "https://partners.ciscospaces.eu",
  sg: "https://partners.ciscospaces.sg",
};

export function withApiOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--api <where>", "your Spaces region: io (rest of the world), eu or sg; or an address")
        .default("io")
        .argParser(address),
    )
    .option("--api-key-env <name>", "environment variable that has the API key", "SPACES_API_KEY")
    .option(
      "--api-key-secret <id>",
      "secret of the cloud's secret store that has the API key, in place of the variable",
    );
}

function address(text: string): string {
  if (text in hosts) return text;
  const url = URL.parse(text);
  const isLoopback = url !== null && ["127.0.0.1", "[::1]", "localhost"].includes(url.hostname);
  if (url === null || !(url.protocol === "https:" || (url.protocol === "http:" && isLoopback)))
    throw new InvalidArgumentError("It is io, eu or sg, or an https address: the key must not be readable on its way.");
  return url.origin;
}

export async function apiAccess(
  { api, apiKeyEnv, apiKeySecret }: ApiOptions,
  readSecret: ReadSecret,
): Promise<ApiAccess> {
  const base = hosts[api] ?? api;
  if (apiKeySecret !== undefined) {
    const key = (await readSecret(apiKeySecret))?.trim();
    if (!key)
      throw new UserError("The secret of --api-key-secret holds no text: put the API key of the application into it.");
    return { base, key };
  }
  const key = process.env[apiKeyEnv]?.trim();
  if (!key)
    throw new UserError(
      `The environment variable ${apiKeyEnv} is not set: it holds the API key of the application, from the Partner Dashboard (or name a secret with --api-key-secret).`,
    );
  return { base, key };
}
