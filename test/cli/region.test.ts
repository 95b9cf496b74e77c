/** Where a command asks AWS: told by the signature of what it sends to an endpoint on this machine. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { regionOf } from "../../cli/region.ts";
import configuration from "../../spaces.config.ts";

const command = fileURLToPath(new URL("../../cli/spaces.ts", import.meta.url));
const { stage, region } = configuration;

/** Refuses everything, and keeps the Regions and services that the requests were signed for. */
let server: Server;
let asked: string[];
beforeAll(async () => {
  server = createServer((request, response) => {
    const scope = /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? "");
    asked.push(`${scope?.[2]} ${scope?.[1]}`);
    request.resume();
    response.writeHead(400, { "x-amzn-errortype": "AccessDeniedException" }).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => server.close());
beforeEach(() => {
  asked = [];
});

/** As somebody who is signed in and has no Region set anywhere, but for what `environment` says. */
async function spaces(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const env = {
    PATH: process.env.PATH,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...environment,
  };
  return promisify(execFile)(process.execPath, [command, ...args], { env }).then(
    ({ stderr }) => stderr,
    ({ stderr }) => String(stderr),
  );
}

const query = ["query", "events-lag-and-duplicates", "--param", "from=2026-03-01", "--param", "to=2026-03-02"];

describe("the Region a command asks in", () => {
  it.each([
    [query, "athena"],
    [["channel"], "cloudformation"],
    [["channel", "rotate"], "cloudformation"],
    [["channel", "revoke"], "cloudformation"],
    [["now", "zones"], "dynamodb"],
    [["forget", "--subject", "device:d", "--tenant", "t"], "dynamodb"],
    [["dead-letters", "list"], "cloudformation"],
    [["put", "-", "--yes"], "cloudformation"],
  ])("of %j is the configuration's, for the stage that it is of", async (args, service) => {
    await spaces([...args, "--stage", stage]);
    expect(new Set(asked)).toEqual(new Set([`${service} ${region}`]));
  });

  it.each([
    [query, "athena"],
    [["channel"], "cloudformation"],
  ])("of %j is that of --region first", async (args, service) => {
    await spaces([...args, "--stage", stage, "--region", "ap-southeast-1"], { AWS_REGION: "us-east-1" });
    expect(new Set(asked)).toEqual(new Set([`${service} ap-southeast-1`]));
  });

  it("is that of AWS_REGION before the configuration's", async () => {
    await spaces([...query, "--stage", stage], { AWS_REGION: "us-east-1" });
    expect(new Set(asked)).toEqual(new Set(["athena us-east-1"]));
  });

  it.each([[query], [["channel"]]])("is asked for by %j in one sentence where nothing tells it", async (args) => {
    const stderr = await spaces([...args, "--stage", "qa"]);
    expect(stderr).toContain(
      `The Region of the stage qa is not known: the configuration is of the stage ${stage}. Name it with --region, for example --region eu-west-1, or set AWS_REGION.`,
    );
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(asked).toEqual([]);
  });

  it("is that of the file whose stage it is, where there are several", async () => {
    const directory = await mkdtemp(join(tmpdir(), "region-"));
    const common = { account: "111122223333" };
    await writeFile(
      join(directory, "spaces.config.json"),
      JSON.stringify({ ...common, stage: "prod", region: "eu-west-1" }),
    );
    await writeFile(
      join(directory, "spaces.dev.config.json"),
      JSON.stringify({ ...common, stage: "dev", region: "eu-central-1" }),
    );
    const found = (wanted: string) => regionOf({ stage: wanted }, { environment: {}, directory });
    expect([await found("prod"), await found("dev")]).toEqual(["eu-west-1", "eu-central-1"]);
    await rm(directory, { recursive: true });
  });

  it("is a mistake's sentence, and the way around it, where the configuration cannot be read", async () => {
    await expect(regionOf({ stage: "prod" }, { environment: {}, directory: "/nowhere" })).rejects.toThrow(
      "The Region of the stage prod is not known: There is no spaces.config.ts and no spaces.config.json; write one of them. Name it with --region",
    );
  });
});
