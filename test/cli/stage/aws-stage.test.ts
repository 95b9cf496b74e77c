/** What of a stage the commands find by themselves: asked of AWS's interfaces, as they answer on this machine. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { awsStage } from "../../../cli/aws/stage.ts";
import { namesOf } from "../../../infra/names.ts";
import { deployment } from "../../infra/deployment.ts";

/** Logical ids and types of a stack's resources as they are synthesised, by the stack's kind. */
type Deployed = Readonly<Record<string, readonly (readonly [id: string, type: string])[]>>;

const both = Object.fromEntries(
  [...deployment("both channels, production, AWS keys").templates].map(([kind, { Resources }]) => [
    kind,
    Object.entries(Resources).map(([id, { Type }]) => [id, Type] as const),
  ]),
);
const region = "eu-west-1";

let server: Server;
let stacks: Deployed;
let variables: Readonly<Record<string, string>>;
let functionAsked: string | undefined;
beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const name = /functions\/([^/]+)\/configuration/.exec(request.url ?? "")?.[1];
    if (name !== undefined) {
      functionAsked = name;
      response
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify({ FunctionName: name, Environment: { Variables: variables } }));
      return;
    }
    const stack = new URLSearchParams(body).get("StackName")?.replace("spaces-prod-", "") ?? "";
    const found = stacks[stack];
    response.writeHead(found === undefined ? 400 : 200, { "content-type": "text/xml" });
    response.end(found === undefined ? absent(stack) : described(stack, found));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => server.close());
beforeEach(() => {
  stacks = both;
  variables = {};
  functionAsked = undefined;
  vi.stubEnv("AWS_ENDPOINT_URL", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
});
afterEach(() => vi.unstubAllEnvs());

function absent(stack: string): string {
  return `<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id ${stack} does not exist</Message></Error></ErrorResponse>`;
}

function described(stack: string, resources: Deployed[string]): string {
  const members = resources.map(
    ([id, type]) =>
      `<member><LogicalResourceId>${id}</LogicalResourceId><ResourceType>${type}</ResourceType><PhysicalResourceId>${stack}/${id}</PhysicalResourceId></member>`,
  );
  return `<DescribeStackResourcesResponse><DescribeStackResourcesResult><StackResources>${members.join("")}</StackResources></DescribeStackResourcesResult></DescribeStackResourcesResponse>`;
}

describe("a stage on AWS", () => {
  it("has the places and the transports of the channels that are deployed", async () => {
    const stage = await awsStage("prod", region);
    expect(stage.name).toBe("the stage prod in eu-west-1");
    expect(stage.givenUp.map(({ name }) => name)).toEqual([
      "dead-letters",
      "given-up",
      "processing-failed",
      "format-conversion-failed",
    ]);
    expect(stage.transports.map(({ channel }) => channel)).toEqual(["kinesis", "firehose"]);
  });

  it.each([
    ["firehose-target", ["dead-letters", "given-up"], ["kinesis"]],
    ["kinesis-target", ["processing-failed", "format-conversion-failed"], ["firehose"]],
  ])("does without %s", async (stack, places, channels) => {
    const { [stack]: _, ...rest } = both;
    stacks = rest;
    const stage = await awsStage("prod", region);
    expect(stage.givenUp.map(({ name }) => name)).toEqual(places);
    expect(stage.transports.map(({ channel }) => channel)).toEqual(channels);
  });

  it("reads events as the function does that fills the tables", async () => {
    const names = namesOf("prod", region);
    variables = {
      EVENTS_TABLE: names.eventsTable,
      STATE_TABLE: names.stateTable,
      PLACES_TABLE: names.placesTable,
      HISTORY_TTL_DAYS: "30",
      HISTORY_EXCLUDE: "DEVICE_COUNT",
      PRIVACY_KEY: "0123456789abcdefghijklmnopqrstuvwxyz-ABCD",
    };
    const { historyExcludedTypes } = await (await awsStage("prod", region)).consumer();
    expect(functionAsked).toBe("spaces-prod-kinesis-processor");
    expect([...historyExcludedTypes]).toEqual(["DEVICE_COUNT"]);
  });

  it("that is not there is said to be missing, with its Region", async () => {
    stacks = {};
    await expect(awsStage("prod", region)).rejects.toThrow(
      "There is no stage prod in eu-west-1: deploy it, or name another --stage or --region.",
    );
  });
});
