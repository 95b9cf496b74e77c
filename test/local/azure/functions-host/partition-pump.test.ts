/** The host's rules over one partition, as properties: what throws, what takes too long, what dies, who takes over. */
import type { ReceivedEventData } from "@azure/event-hubs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Execution, Result } from "../../../../local/azure/functions-host/invocation.ts";
import {
  type Executed,
  newPartitionPump,
  type PumpOptions,
} from "../../../../local/azure/functions-host/partition-pump.ts";
import { delayMs, policyOf, type RetryPolicy } from "../../../../local/azure/functions-host/retry-policy.ts";

const returned: Result = { kind: "returned", logs: [] };
const failures: readonly Result[] = [
  "BatchNotDone: thrown",
  "Timeout value of 300 s was exceeded",
  "The worker process ended",
].map((message) => ({ kind: "failed", message, logs: [] }));
const anyResult = fc.constantFrom(returned, ...failures);
const eventAt = (sequenceNumber: number) => ({ sequenceNumber }) as ReceivedEventData;
const eventsFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => eventAt(first + index));
const numbers = (events: readonly ReceivedEventData[]) => events.map(({ sequenceNumber }) => sequenceNumber);
const forEver: RetryPolicy = { maxRetryCount: -1, minimumMs: 2_000, maximumMs: 60_000 };

function pumpWith(overrides: Partial<PumpOptions>, results: Result[]) {
  const told = {
    executions: [] as Execution[],
    executed: [] as Executed[],
    checkpoints: [] as number[],
    sleptMs: [] as number[],
  };
  const pump = newPartitionPump({
    partitionId: "0",
    settings: { minEventBatchSize: 1, maxEventBatchSize: 100 },
    policy: forEver,
    async invoke(execution) {
      told.executions.push(execution);
      return results.shift() ?? returned;
    },
    sleep: async (ms) => void told.sleptMs.push(ms),
    checkpoint: async ({ sequenceNumber }) => void told.checkpoints.push(sequenceNumber),
    executed: (executed) => void told.executed.push(executed),
    ...overrides,
  });
  return { pump, ...told };
}

describe("the host, over one partition", () => {
  it("executes the whole batch again and again with retries without limit, and writes the checkpoint after it returned", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...failures), { maxLength: 20 }), async (script) => {
        const { pump, executions, checkpoints, executed } = pumpWith({}, [...script]);
        await pump.receive(eventsFrom(0, 3));
        expect(executions.map(({ events }) => numbers(events))).toEqual(Array(script.length + 1).fill([0, 1, 2]));
        expect(executed.map(({ next }) => next)).toEqual([...script.map(() => "again"), "done"]);
        expect(checkpoints).toEqual([2]);
      }),
    );
  });

  it("tells no retry at the first execution, and counts from then on", async () => {
    const { pump, executions, sleptMs } = pumpWith({}, failures.slice(0, 2));
    await pump.receive(eventsFrom(0, 1));
    expect(executions.map(({ retryContext }) => retryContext)).toEqual([
      undefined,
      { retryCount: 1, maxRetryCount: -1 },
      { retryCount: 2, maxRetryCount: -1 },
    ]);
    expect(sleptMs).toEqual([2_000, 4_000]);
  });

  it("loses what a limited policy is through with: the checkpoint advances all the same", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(5), fc.nat(10), async (maxRetryCount, fails) => {
        const policy = { ...forEver, maxRetryCount };
        const { pump, executions, executed, checkpoints } = pumpWith({ policy }, Array(fails).fill(failures[0]));
        await pump.receive(eventsFrom(0, 2));
        expect(executions).toHaveLength(Math.min(fails, maxRetryCount) + 1);
        expect(executed.at(-1)?.next).toBe(fails > maxRetryCount ? "lost" : "done");
        expect(checkpoints).toEqual([1]);
      }),
    );
  });

  it("keeps order: no event is executed before those before it are done with, whatever fails", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 }),
        fc.array(anyResult, { maxLength: 30 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 12 }),
        async (arrivals, script, a, b) => {
          const settings = { minEventBatchSize: Math.min(a, b), maxEventBatchSize: Math.max(a, b) };
          const { pump, executed, checkpoints } = pumpWith({ settings }, [...script]);
          let next = 0;
          for (const count of arrivals) {
            await pump.receive(eventsFrom(next, count));
            next += count;
          }
          for (const { events } of executed) {
            expect(events.length).toBeGreaterThanOrEqual(settings.minEventBatchSize);
            expect(events.length).toBeLessThanOrEqual(settings.maxEventBatchSize);
          }
          await pump.flush();
          const done = executed.filter(({ next: fate }) => fate === "done").flatMap(({ events }) => numbers(events));
          expect(done).toEqual(Array.from({ length: next }, (_, index) => index));
          expect(checkpoints).toEqual([...checkpoints].sort((x, y) => x - y));
          expect(checkpoints.at(-1)).toBe(next - 1);
        },
      ),
    );
  });

  it("holds back less than the least batch, and gives it out when the wait is over", async () => {
    const { pump, executions } = pumpWith({ settings: { minEventBatchSize: 5, maxEventBatchSize: 8 } }, []);
    await pump.receive(eventsFrom(0, 4));
    expect([executions.length, pump.holdsBack()]).toEqual([0, true]);
    await pump.flush();
    expect(executions.map(({ events }) => events.length)).toEqual([4]);
    expect(pump.holdsBack()).toBe(false);
  });

  it("loses nothing and skips nothing when instances come and go in the middle of anything", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 30 }),
        fc.array(fc.record({ result: anyResult, moved: fc.boolean() }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 7 }),
        async (count, script, maxEventBatchSize) => {
          let checkpoint = -1;
          const [acknowledged, firsts]: [number[], (number | undefined)[]] = [[], []];
          const steps = [...script];
          // Each turn is an instance; it reads from the checkpoint on, until the partition is taken from it.
          while (checkpoint < count - 1) {
            let isFirst = true;
            const pump = newPartitionPump({
              partitionId: "0",
              settings: { minEventBatchSize: 1, maxEventBatchSize },
              policy: forEver,
              async invoke({ events, retryContext }) {
                if (isFirst) firsts.push(retryContext?.retryCount);
                isFirst = false;
                expect(events[0]?.sequenceNumber).toBe(checkpoint + 1);
                const step = steps.shift();
                if (step?.moved) pump.close();
                return step?.result ?? returned;
              },
              sleep: async () => {},
              checkpoint: async ({ sequenceNumber }) => {
                checkpoint = sequenceNumber;
              },
              executed: ({ next, events }) => void (next === "done" && acknowledged.push(...numbers(events))),
            });
            await pump.receive(eventsFrom(checkpoint + 1, count - 1 - checkpoint));
          }
          expect(acknowledged).toEqual(Array.from({ length: count }, (_, index) => index));
          // The count of retries does not move with the partition.
          expect(firsts.every((retryCount) => retryCount === undefined)).toBe(true);
        },
      ),
    );
  });
});

describe("a retry policy", () => {
  it("waits twice as long each time, from its least to its longest interval", () => {
    const policy = policyOf({
      maxRetryCount: -1,
      retryStrategy: "exponentialBackoff",
      minimumInterval: { seconds: 2 },
      maximumInterval: { seconds: 60 },
    });
    expect([1, 2, 3, 5, 6, 60].map((retry) => delayMs(policy, retry))).toEqual([
      2_000, 4_000, 8_000, 32_000, 60_000, 60_000,
    ]);
  });

  it("that is not there retries nothing", async () => {
    const { pump, executed } = pumpWith({ policy: policyOf(undefined) }, [...failures]);
    await pump.receive(eventsFrom(0, 1));
    expect(executed.map(({ next }) => next)).toEqual(["lost"]);
  });
});
