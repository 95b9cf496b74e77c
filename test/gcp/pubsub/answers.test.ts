/** Every request is told of its own message, whatever fails in which batch, in any interleaving; in virtual time. */
import type { HttpFunction } from "@google-cloud/functions-framework";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchLog } from "../../../gcp/batch-log.ts";
import { pushEndpoint } from "../../../gcp/pubsub/endpoint.ts";
import { gather } from "../../../gcp/pubsub/gather.ts";
import { type Arrived, pubSubProcess } from "../../../gcp/pubsub/process.ts";
import type { Answer } from "../../../gcp/pubsub/records.ts";
import { retry } from "../../../shared/outcome.ts";
import { testCore } from "../../support/core.ts";
import { locationUpdate } from "../../support/events.ts";
import { pushBody } from "../../support/pub-sub.ts";
import { type VirtualClock, virtualClock } from "../../support/virtual-clock.ts";

type Kind = "storable" | "throttled" | "unusable";

interface Trouble {
  readonly coreFails: boolean;
  readonly sinkThrows: boolean;
  readonly letterFails: boolean;
  readonly tookMs: number;
}

interface Scenario {
  readonly messages: readonly { readonly atMs: number; readonly kind: Kind; readonly deliveryAttempt: number }[];
  /** Of the batches, in the order they begin; then from the first on again. */
  readonly troubles: readonly Trouble[];
}

const rarely = fc.nat({ max: 3 }).map((one) => one === 0);
const scenarios: fc.Arbitrary<Scenario> = fc.record({
  messages: fc.array(
    fc.record({
      atMs: fc.integer({ min: 0, max: 200 }),
      kind: fc.constantFrom<Kind>("storable", "throttled", "unusable"),
      deliveryAttempt: fc.constantFrom(1, 1, 2, 5, 6, 40),
    }),
    { minLength: 1, maxLength: 20 },
  ),
  troubles: fc.array(
    fc.record({
      coreFails: rarely,
      sinkThrows: rarely,
      letterFails: rarely,
      tookMs: fc.integer({ min: 0, max: 100 }),
    }),
    { minLength: 1, maxLength: 6 },
  ),
});

const payloadOf = (kind: Kind, id: number) =>
  kind === "unusable"
    ? Buffer.from("no event")
    : Buffer.from(JSON.stringify(locationUpdate({ recordUid: `${kind}-${id}` })));

/** The ports of one batch, in trouble. */
function portsOf({ coreFails, sinkThrows, letterFails, tookMs }: Trouble, clock: VirtualClock) {
  return {
    async core() {
      await clock.sleep(tookMs);
      if (coreFails) throw new Error("no key");
      return testCore();
    },
    sinks: [
      {
        async write(rows: readonly { readonly record_uid: string }[]) {
          if (sinkThrows) throw new Error("away");
          return rows.flatMap(({ record_uid }, index) =>
            record_uid.startsWith("throttled") ? [{ index, fate: retry("throttled") }] : [],
          );
        },
      },
    ],
    deadLetter: {
      async put() {
        await clock.sleep(tookMs);
        if (letterFails) throw new Error("no bucket");
      },
    },
    log: batchLog("pubsub", undefined, () => {}),
    maxRecordAgeMs: Number.MAX_SAFE_INTEGER,
    nowMs: clock.nowMs,
  };
}

async function run({ messages, troubles }: Scenario) {
  const clock = virtualClock();
  const troubleOf = new Map<string, Trouble>();
  let batches = 0;
  const endpoint = pushEndpoint({
    log: batchLog("pubsub", undefined, () => {}),
    nowMs: clock.nowMs,
    gather: gather<Arrived, Answer>({
      waitMs: 50,
      maxItems: 5,
      maxBytes: 1e9,
      maxHeldBytes: 1e9,
      maxUnderWay: 3,
      pick: () => 0,
      after: clock.after,
      process(arrived) {
        const trouble = troubles[batches++ % troubles.length] as Trouble;
        for (const { push } of arrived) troubleOf.set(push.record.position, trouble);
        return pubSubProcess(portsOf(trouble, clock))(arrived);
      },
    }),
  });
  const statuses = new Map<number, number>();
  for (const [id, { atMs, kind, deliveryAttempt }] of messages.entries())
    clock.after(atMs, () => {
      const body = pushBody(payloadOf(kind, id), { messageId: String(id), deliveryAttempt });
      void answer(endpoint, body).then((status) => statuses.set(id, status));
    });
  await clock.runAll();
  return { statuses, troubleOf };
}

/** The status a request with this body is answered. */
function answer(endpoint: HttpFunction, body: unknown): Promise<number> {
  return new Promise((resolve) => {
    let status = 200;
    const response = {
      status(code: number) {
        status = code;
        return response;
      },
      send: () => resolve(status),
      end: () => resolve(status),
    };
    void endpoint({ body } as Parameters<HttpFunction>[0], response as unknown as Parameters<HttpFunction>[1]);
  });
}

describe("a push", () => {
  it("is acknowledged exactly when its own message is stored or kept as a dead letter, whoever it was gathered with", () =>
    fc.assert(
      fc.asyncProperty(scenarios, async (scenario) => {
        const { statuses, troubleOf } = await run(scenario);
        for (const [id, { kind }] of scenario.messages.entries()) {
          const { coreFails, sinkThrows, letterFails } = troubleOf.get(String(id)) as Trouble;
          const isDone = kind === "unusable" ? !letterFails : kind === "storable" && !sinkThrows;
          expect([id, kind, statuses.get(id)]).toEqual([id, kind, !coreFails && isDone ? 204 : 503]);
        }
      }),
    ));
});
