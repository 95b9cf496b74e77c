/** The calls as they go over the wire, to a server of our own. */
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { dynamoDbCalls } from "../../functions/clients.ts";
import { noDeadline } from "../../shared/batch/deadline.ts";
import type { Deadline } from "../../shared/ports.ts";

const item = { TableName: "state", Item: { pk: { S: "a" }, sk: { S: "b" } } };
const timeLeft = (ms: number): Deadline => ({ expired: () => ms <= 0, remainingMs: () => ms });

let server: Server;
let received: IncomingHttpHeaders[];
let answers: boolean;

beforeEach(async () => {
  received = [];
  answers = true;
  server = createServer((request, response) => {
    received.push(request.headers);
    server.emit("received");
    if (answers) response.setHeader("content-type", "application/x-amz-json-1.0").end("{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  vi.stubEnv("AWS_REGION", "eu-west-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

describe("the DynamoDB client", () => {
  it("signs every call and says who calls, the cached ones too", async () => {
    const calls = dynamoDbCalls();
    await calls.putItem(item, noDeadline);
    await calls.putItem(item, noDeadline);
    await calls.getItem({ TableName: "state", Key: item.Item }, noDeadline);
    expect(received.map((headers) => headers["x-amz-target"])).toEqual([
      "DynamoDB_20120810.PutItem",
      "DynamoDB_20120810.PutItem",
      "DynamoDB_20120810.GetItem",
    ]);
    for (const headers of received) {
      expect(headers.authorization).toMatch(/^AWS4-HMAC-SHA256 /);
      expect(headers["user-agent"]).toMatch(/^aws-sdk-js\//);
    }
    expect(received[1]?.["user-agent"]).toBe(received[0]?.["user-agent"]);
  });

  it("ends a call that hangs when the invocation's time is up", async () => {
    answers = false;
    const call = dynamoDbCalls().putItem(item, timeLeft(500));
    await once(server, "received");
    await expect(call).rejects.toMatchObject({ name: "AbortError" });
    expect(received).toHaveLength(1);
  });

  it("serves the next invocation after one whose time was up", async () => {
    const { putItem } = dynamoDbCalls();
    await expect(putItem(item, timeLeft(0))).rejects.toMatchObject({ name: "AbortError" });
    await expect(putItem(item, noDeadline)).resolves.toBeDefined();
  });
});
