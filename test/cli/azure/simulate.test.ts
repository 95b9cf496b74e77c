/** `spaces simulate --to event-hubs` with the real client, into the embedded hub. */
import { EventHubConsumerClient, earliestEventPosition } from "@azure/event-hubs";
import { Command } from "commander";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { register } from "../../../cli/simulate.ts";
import { UserError } from "../../../cli/user-error.ts";
import { type EventHubs, startEventHubs } from "../../../local/azure/event-hubs/server.ts";

const EVENTS = 1_200;

let hubs: EventHubs;
beforeAll(async () => {
  hubs = await startEventHubs({ hub: "spaces", partitions: 2 });
});
afterAll(() => hubs.close());

let told: string;
beforeEach(() => {
  told = "";
  vi.spyOn(console, "error").mockImplementation((line: string) => {
    told += line;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

async function simulate(...words: string[]): Promise<void> {
  const program = new Command().exitOverride();
  register(program);
  await program.parseAsync(["simulate", "--to", "event-hubs", "--events", String(EVENTS), ...words], { from: "user" });
}

async function received(count: number): Promise<readonly Buffer[]> {
  const bodies: Buffer[] = [];
  const consumer = new EventHubConsumerClient("$Default", hubs.connectionString);
  await new Promise<void>((resolve, reject) => {
    const subscription = consumer.subscribe(
      {
        async processEvents(events) {
          for (const { body } of events) bodies.push(body as Buffer);
          if (bodies.length < count) return;
          await subscription.close();
          resolve();
        },
        processError: async (error) => reject(error),
      },
      { startPosition: earliestEventPosition, skipParsingBodyAsJson: true, maxWaitTimeInSeconds: 1 },
    );
  });
  await consumer.close();
  return bodies;
}

describe("spaces simulate --to event-hubs", () => {
  it("sends every event, as of now, in as many batches as it takes", async () => {
    const before = Date.now();
    vi.stubEnv("PUSH", hubs.connectionString);
    await simulate("--connection-string-env", "PUSH");
    expect(told).toBe(`Sent ${EVENTS} records.`);
    const bodies = await received(EVENTS);
    const uids = new Set(bodies.map((body) => JSON.parse(body.toString()).recordUid));
    expect(uids.size).toBe(EVENTS);
    const times = bodies.map((body) => JSON.parse(body.toString()).recordTimestamp as number);
    expect(Math.max(...times)).toBeGreaterThanOrEqual(before);
  });

  it.each([
    ["without a variable's name", [], undefined, "--to wants --connection-string-env"],
    ["with a variable that is not set", ["--connection-string-env", "PUSH"], "", "PUSH is not set"],
    [
      "with a connection string of no hub",
      ["--connection-string-env", "PUSH"],
      "Endpoint=sb://127.0.0.1/;SharedAccessKey=K3Y",
      "names no hub",
    ],
  ])("answers %s with a sentence that holds no secret", async (_, words, value, sentence) => {
    if (value !== undefined) vi.stubEnv("PUSH", value);
    const error: unknown = await simulate(...words).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toContain(sentence);
    expect(String(error)).not.toContain("K3Y");
  });
});
