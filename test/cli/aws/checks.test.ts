/** What of a deployed stage only AWS can tell: its own clients against answers as its interfaces give them. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { deployedChecks } from "../../../cli/aws/checks.ts";
import { runChecks } from "../../../cli/doctor/run-checks.ts";
import { stageConfiguration } from "../../../cli/stage-configuration.ts";
import { namesOf } from "../../../infra/names.ts";

const region = "eu-west-1";
const names = namesOf("prod", region);
const DAY_MS = 86_400_000;
const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

interface Account {
  mapping: object | undefined;
  function: object | undefined;
  keys: readonly { readonly status: string; readonly createdAt: string; readonly usedAt?: string }[];
  denied: boolean;
}

let server: Server;
let account: Account;
beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const json = (status: number, answer: object, type = "") =>
      response
        .writeHead(status, { "content-type": "application/json", ...(type !== "" && { "x-amzn-errortype": type }) })
        .end(JSON.stringify(answer));
    const xml = (answer: string) => response.writeHead(200, { "content-type": "text/xml" }).end(answer);
    const action = new URLSearchParams(body).get("Action");
    if (account.denied) {
      const message = "User: arn:aws:iam::1:user/me is not authorized to perform: some:Action on resource: x";
      if (action === null) json(403, { Message: message }, "AccessDeniedException");
      else
        response
          .writeHead(403, { "content-type": "text/xml" })
          .end(`<ErrorResponse><Error><Code>AccessDenied</Code><Message>${message}</Message></Error></ErrorResponse>`);
    } else if (request.url?.includes("event-source-mappings"))
      json(200, { EventSourceMappings: account.mapping === undefined ? [] : [account.mapping] });
    else if (request.url?.includes("/functions/")) {
      if (account.function === undefined) json(404, { Message: "not found" }, "ResourceNotFoundException");
      else json(200, account.function);
    } else if (action === "ListAccessKeys")
      xml(
        `<ListAccessKeysResponse><ListAccessKeysResult><AccessKeyMetadata>${account.keys
          .map(
            ({ status, createdAt }, index) =>
              `<member><AccessKeyId>K${index}</AccessKeyId><Status>${status}</Status><CreateDate>${createdAt}</CreateDate></member>`,
          )
          .join("")}</AccessKeyMetadata></ListAccessKeysResult></ListAccessKeysResponse>`,
      );
    else {
      const usedAt = account.keys[Number(new URLSearchParams(body).get("AccessKeyId")?.slice(1))]?.usedAt;
      const used = usedAt === undefined ? "" : `<LastUsedDate>${usedAt}</LastUsedDate>`;
      xml(
        `<GetAccessKeyLastUsedResponse><GetAccessKeyLastUsedResult><AccessKeyLastUsed>${used}</AccessKeyLastUsed></GetAccessKeyLastUsedResult></GetAccessKeyLastUsedResponse>`,
      );
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => server.close());
beforeEach(() => {
  account = {
    mapping: { State: "Enabled", LastProcessingResult: "OK" },
    function: { State: "Active", LastUpdateStatus: "Successful" },
    keys: [{ status: "Active", createdAt: ago(10 * DAY_MS), usedAt: ago(3_600_000) }],
    denied: false,
  };
  vi.stubEnv("AWS_ENDPOINT_URL", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
});
afterEach(() => vi.unstubAllEnvs());

async function look(directory = "/nowhere") {
  const has = { kinesis: true, firehose: false, lakeOfStream: false };
  const checks = deployedChecks(names, region, has, () => stageConfiguration("prod", directory));
  const findings = await runChecks(checks, {
    boundMs: 10_000,
    signal: new AbortController().signal,
    done: () => {},
  });
  return Object.fromEntries(findings.map(({ name, ...finding }) => [name, finding]));
}

describe("a deployed stage's own checks", () => {
  it("are good where all is well", async () => {
    const found = await look();
    expect(Object.values(found).map(({ verdict }) => verdict)).toEqual(["good", "good", "good"]);
    expect(found["push key, kinesis"]?.says).toBe(
      "active, made 10 days ago, last used 60 min ago as far as IAM knows; 90 days are old (the default, since no configuration of this stage is here)",
    );
  });

  it.each([
    ["a mapping that was switched off", { mapping: { State: "Disabled" } }, "tables' mapping", "Disabled"],
    [
      "a mapping without rights",
      { mapping: { State: "Enabled", LastProcessingResult: "PROBLEM: Function call failed" } },
      "tables' mapping",
      "Enabled, last: PROBLEM: Function call failed",
    ],
    ["no mapping", { mapping: undefined }, "tables' mapping", "nothing invokes spaces-prod-kinesis-processor"],
    ["no function", { function: undefined }, "tables' function", "there is no spaces-prod-kinesis-processor"],
    [
      "a function whose deployment failed",
      { function: { State: "Failed", LastUpdateStatus: "Failed" } },
      "tables' function",
      "spaces-prod-kinesis-processor is Failed, its last update Failed",
    ],
    [
      "a key that is switched off",
      { keys: [{ status: "Inactive", createdAt: ago(DAY_MS) }] },
      "push key, kinesis",
      "spaces-prod-kinesis-push-eu-west-1 has no active key",
    ],
    [
      "a key that was never used",
      { keys: [{ status: "Active", createdAt: ago(3 * DAY_MS) }] },
      "push key, kinesis",
      "active, made 3 days ago, never used as far as IAM knows",
    ],
    [
      "an old key",
      { keys: [{ status: "Active", createdAt: ago(100 * DAY_MS), usedAt: ago(7_200_000) }] },
      "push key, kinesis",
      "active, made 100 days ago, last used 2 h ago as far as IAM knows; 90 days are old (the default, since no configuration of this stage is here)",
    ],
  ] as const)("find %s, and say what to do", async (_, wrong, name, says) => {
    Object.assign(account, wrong);
    const found = (await look())[name];
    expect(found).toMatchObject({ verdict: "bad", says });
    expect(found?.todo).toMatch(/\.$/);
  });

  it.each([
    [30, 31, "bad"],
    [30, 29, "good"],
    [365, 100, "good"],
  ])(
    "judge a key by the %i days of the stage's own configuration: %i days are %s",
    async (keyAgeDays, age, verdict) => {
      const directory = await mkdtemp(join(tmpdir(), "checks-"));
      const config = { stage: "prod", account: "111122223333", region, alarms: { keyAgeDays } };
      await writeFile(join(directory, "spaces.config.json"), JSON.stringify(config));
      account.keys = [{ status: "Active", createdAt: ago(age * DAY_MS), usedAt: ago(7_200_000) }];
      expect((await look(directory))["push key, kinesis"]).toMatchObject({
        verdict,
        says: expect.stringContaining(`; ${keyAgeDays} days are old (as configured)`),
      });
      await rm(directory, { recursive: true });
    },
  );

  it("cannot tell of a key that is as new as what IAM knows", async () => {
    account.keys = [{ status: "Active", createdAt: ago(60_000) }];
    expect((await look())["push key, kinesis"]?.verdict).toBe("unknown");
  });

  it("tell what is denied as such, each by its name", async () => {
    account.denied = true;
    const found = await look();
    expect(Object.keys(found)).toEqual(["tables' function", "tables' mapping", "push key, kinesis"]);
    for (const finding of Object.values(found))
      expect(finding).toMatchObject({ verdict: "unknown", denied: true, todo: "Ask for some:Action." });
  });
});
