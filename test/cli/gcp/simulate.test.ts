/** `spaces simulate --to pubsub` with the real client, into a server of Pub/Sub's own protocol. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import {
  loadPackageDefinition,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type sendUnaryData,
} from "@grpc/grpc-js";
import { fromJSON } from "@grpc/proto-loader";
import { Command } from "commander";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { publishTo } from "../../../cli/gcp/publish-events.ts";
import { register } from "../../../cli/simulate.ts";
import { UserError } from "../../../cli/user-error.ts";

const EVENTS = 2_300;
const TOPIC = "projects/my-project/topics/spaces-test-push";

interface PublishRequest {
  readonly topic: string;
  readonly messages: readonly { readonly data: Buffer }[];
}

let server: Server;
let endpoint: string;
let published: Buffer[] = [];
/** Of a status other than OK, what every publication is answered with. */
let refusal: number | undefined;

beforeAll(async () => {
  // Beside the client's code; the package exports that alone.
  const require = createRequire(createRequire(import.meta.url).resolve("@google-cloud/pubsub"));
  const [folder] = /^.*[\\/]pubsub-api[\\/]/.exec(require.resolve("@google-cloud/pubsub-api")) ?? [];
  const protos = JSON.parse(readFileSync(`${folder}build/protos/protos.json`, "utf8"));
  // biome-ignore lint/suspicious/noExplicitAny: what a JSON of protos holds is known at run time alone
  const { google } = loadPackageDefinition(fromJSON(protos, { longs: Number })) as any;
  server = new Server();
  server.addService(google.pubsub.v1.Publisher.service, {
    publish({ request }: ServerUnaryCall<PublishRequest, object>, answer: sendUnaryData<object>) {
      if (refusal !== undefined || request.topic !== TOPIC) return answer({ code: refusal ?? 5, details: "no" });
      const first = published.push(...request.messages.map(({ data }) => data)) - request.messages.length;
      answer(null, { messageIds: request.messages.map((_, index) => String(first + index)) });
    },
  });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  endpoint = `127.0.0.1:${port}`;
});
afterAll(() => server.forceShutdown());

let told: string;
beforeEach(() => {
  told = "";
  published = [];
  refusal = undefined;
  vi.stubEnv("PUBSUB_EMULATOR_HOST", endpoint);
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
  await program.parseAsync(["simulate", "--to", "pubsub", "--events", String(EVENTS), ...words], { from: "user" });
}

describe("spaces simulate --to pubsub", () => {
  it("publishes every event, as of now, a message each", async () => {
    const before = Date.now();
    await simulate("--topic", TOPIC);
    expect(told).toBe(`Published ${EVENTS} records.`);
    const events = published.map((data) => JSON.parse(data.toString()));
    expect(new Set(events.map(({ recordUid }) => recordUid)).size).toBe(EVENTS);
    expect(Math.max(...events.map(({ recordTimestamp }) => recordTimestamp as number))).toBeGreaterThanOrEqual(before);
  });

  it.each([
    ["no topic", [], "--to pubsub wants --topic"],
    ["what is no topic's name", ["--topic", "spaces-test-push"], "it is to be projects/PROJECT/topics/TOPIC"],
    ["a topic there is not", ["--topic", `${TOPIC}s`], `There is no topic ${TOPIC}s`],
  ])("answers %s with a sentence", async (_, words, sentence) => {
    const error: unknown = await simulate(...words).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toContain(sentence);
  });

  it.each([
    ["no right to publish", 7, "roles/pubsub.publisher"],
    ["credentials that do not count", 16, "gcloud auth application-default login"],
    ["records it does not take", 3, "larger than 10 MB"],
  ])("answers %s with a sentence", async (_, code, sentence) => {
    refusal = code;
    const error: unknown = await simulate("--topic", TOPIC).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toContain(sentence);
  });

  it("says when nobody is there, after the time it tries", async () => {
    vi.stubEnv("PUBSUB_EMULATOR_HOST", "127.0.0.1:1");
    const record = { bytes: Buffer.from("{}"), events: 1 };
    await expect(publishTo(TOPIC, [record], 500)).rejects.toThrow(/cannot be reached|did not answer in time/);
  });
});
