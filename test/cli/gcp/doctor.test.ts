/** `spaces doctor` on the local run of Google Cloud, and its looks at what is not as Terraform made it. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { BigQuery } from "@google-cloud/bigquery";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { register } from "../../../cli/doctor.ts";
import { googleChecks } from "../../../cli/gcp/checks.ts";
import { lakeTableCheck, waitingChecks } from "../../../cli/gcp/deployed-checks.ts";
import { pubSubClients } from "../../../cli/gcp/pubsub-clients.ts";
import type { Check, Finding } from "../../../cli/stage/check.ts";
import { type PubSubServer, startPubSub } from "../../../local/gcp/pubsub/server.ts";
import { runCommand } from "../../support/command.ts";
import { locationUpdate } from "../../support/events.ts";
import { type LocalStage, startAnyLocalStage } from "../../support/local-stage.ts";

const lookAt = async (checks: readonly Check[]) => {
  const findings = (await Promise.all(checks.map(({ look }) => look(new AbortController().signal)))).flat();
  return (name: string) => findings.find((finding) => finding.name === name);
};

describe("spaces doctor on Google Cloud", () => {
  let local: LocalStage<unknown>;
  let printed: string;
  beforeAll(async () => {
    local = await startAnyLocalStage("gcp");
  }, 60_000);
  afterAll(() => local.close());
  beforeEach(() => {
    vi.spyOn(console, "log").mockImplementation((text: string) => {
      printed = text;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    process.exitCode = undefined;
  });

  async function diagnosis() {
    await runCommand((program) => register(program, async () => local.open()), ["doctor", "--local", "--json"]);
    const { findings, silence } = JSON.parse(printed) as { findings: readonly Finding[]; silence?: readonly string[] };
    return { findings, silence, of: (name: string) => findings.find((finding) => finding.name === name) };
  }

  it("finds everything there in a silent stage, and that nothing arrives", async () => {
    const { findings, of, silence } = await diagnosis();
    expect(of("topic")).toMatchObject({ verdict: "good", says: "spaces-push is there, keeps 168 h" });
    expect(of("subscription")).toMatchObject({ verdict: "good", says: "spaces pushes to the function" });
    expect(of("dead-letter policy")).toMatchObject({ verdict: "good", says: "after 100 attempts" });
    for (const name of ["credentials", "unseen", "Firestore", "bucket", "configuration", "dead letters"])
      expect(of(name)?.verdict, name).toBe("good");
    expect(findings.filter(({ verdict }) => verdict === "bad")).toEqual([of("arriving")]);
    expect(of("arriving")?.says).toBe("nothing was put into pubsub in the last 5 min");
    expect(silence?.join()).toContain("simulated events are off");
  });

  it("follows what arrives into tables and lake, and finds nothing wrong", async () => {
    const stage = local.open();
    const event = locationUpdate({ recordUid: "doctor", recordTimestamp: Date.now(), spacesTenantId: "tenant-1" });
    await stage.transports[0]?.put([Buffer.from(JSON.stringify(event))]);
    stage.close();
    await vi.waitFor(
      async () => {
        const { findings, of } = await diagnosis();
        expect(of("arriving")?.says).toMatch(/^pubsub: .+ records\/s \(1 records in 5 min\)/);
        expect(of("tables")).toMatchObject({ verdict: "good", says: expect.stringMatching(/^1 of 1 events/) });
        expect(of("lake")?.verdict).toBe("good");
        expect(findings.filter(({ verdict }) => verdict === "bad")).toEqual([]);
      },
      { timeout: 30_000, interval: 1_000 },
    );
  });
});

describe("a look at what is not as it was made", () => {
  const name = (kind: string, id: string) => `projects/p/${kind}/${id}`;
  let server: PubSubServer;
  let clients: ReturnType<typeof pubSubClients>;
  beforeAll(async () => {
    server = await startPubSub();
    clients = pubSubClients("p", server.endpoint);
    for (const topic of ["push", "other"]) await clients.publisher.createTopic({ name: name("topics", topic) });
    for (const topic of ["push", "other"])
      await clients.subscriber.createSubscription({ name: name("subscriptions", topic), topic: name("topics", topic) });
  });
  afterAll(async () => {
    await clients.publisher.close();
    await clients.subscriber.close();
    await server.close();
  });

  const failing = (code: number) => {
    const refuse = () => Promise.reject(Object.assign(new Error("a quoted value"), { code }));
    const list = async function* () {
      yield await refuse();
    };
    return { refuse, deadLetters: { list, read: refuse, write: refuse } };
  };
  const stage = (subscription: string, topic = "push", code = 5) => {
    const { refuse, deadLetters } = failing(code);
    const names = { subscription: name("subscriptions", subscription), unseen: name("subscriptions", "unseen") };
    return { ...clients, topic: name("topics", topic), ...names, calls: { get: refuse }, deadLetters };
  };

  it("says what is not there, and what is lost without a dead-letter policy", async () => {
    const of = await lookAt(googleChecks(stage("push", "gone")));
    expect(of("topic")).toMatchObject({ verdict: "bad", says: "there is no topic" });
    expect(of("subscription")).toMatchObject({ verdict: "bad", says: expect.stringContaining("of another topic") });
    expect(of("dead-letter policy")?.verdict).toBe("bad");
    expect(of("unseen")).toMatchObject({ verdict: "bad", says: "there is no subscription for it" });
    expect(of("Firestore")).toMatchObject({ verdict: "bad", says: "there is no database" });
  });

  it("says that nobody is pushed to", async () => {
    const of = await lookAt(googleChecks(stage("push")));
    expect(of("topic")).toMatchObject({ verdict: "good", says: expect.stringContaining("keeps nothing") });
    expect(of("subscription")).toMatchObject({ verdict: "bad", says: expect.stringContaining("pushes nowhere") });
  });

  it.each([
    [7, { verdict: "unknown", denied: true, todo: "Ask for datastore.entities.get." }],
    [16, { verdict: "unknown", denied: true, says: "Google Cloud does not know who asks" }],
    [14, { verdict: "unknown", says: "the look failed (UNAVAILABLE)" }],
  ])("says of what cannot be asked, code %d, that it is unknown", async (code, expected) => {
    const of = await lookAt(googleChecks(stage("push", "push", code)));
    expect(of("Firestore")).toMatchObject(expected);
    expect(of("bucket")?.verdict).toBe("unknown");
  });
});

describe("a look at what waits, and at the lake's table", () => {
  let server: Server;
  let endpoint: string;
  let answer: { status?: number; values?: Readonly<Record<string, string>> };
  beforeAll(async () => {
    server = createServer(({ url = "" }, response) => {
      const filter = new URL(url, "http://localhost").searchParams.get("filter") ?? "";
      const found = Object.entries(answer.values ?? {}).find(([metric]) => filter.includes(metric))?.[1];
      const points = [{ value: { int64Value: found } }];
      response.writeHead(answer.status ?? 200, { "content-type": "application/json" });
      response.end(JSON.stringify(found === undefined ? {} : { timeSeries: [{ points }] }));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    vi.stubEnv("BIGQUERY_EMULATOR_HOST", endpoint);
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    server.closeAllConnections();
    server.close();
  });

  const look = () => {
    const accessToken = async () => "token";
    const dataset = { projectId: "p", datasetId: "spaces" };
    return lookAt([
      ...waitingChecks({ project: "p", subscription: "push", unseen: "unseen", accessToken, endpoint }),
      lakeTableCheck(new BigQuery(dataset), dataset),
    ]);
  };

  it("is good where nothing waits long, and the table is there", async () => {
    answer = { values: { oldest_unacked_message_age: "3", num_undelivered_messages: "0" } };
    const of = await look();
    for (const name of ["backlog", "unseen backlog", "lake's table"]) expect(of(name)?.verdict, name).toBe("good");
  });

  it("is bad where much does", async () => {
    answer = { values: { oldest_unacked_message_age: "7200", num_undelivered_messages: "12" } };
    const of = await look();
    expect(of("backlog")).toMatchObject({ verdict: "bad", says: "the oldest waits 2 h" });
    expect(of("unseen backlog")).toMatchObject({ verdict: "bad", says: "12 wait that the function never saw" });
  });

  it("reads no zero where there is no figure, and names the right that is missing", async () => {
    answer = {};
    expect((await look())("unseen backlog")?.verdict).toBe("unknown");
    answer = { status: 403 };
    const of = await look();
    expect(of("backlog")).toMatchObject({ denied: true, todo: "Ask for monitoring.timeSeries.list." });
    expect(of("lake's table")).toMatchObject({ denied: true, todo: "Ask for bigquery.tables.get." });
    answer = { status: 404 };
    expect((await look())("lake's table")).toMatchObject({ verdict: "bad", says: "there is no table arrived" });
  });
});
