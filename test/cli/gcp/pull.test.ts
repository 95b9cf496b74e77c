/** What waits in a subscription, read call by call. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { type Pulled, pull } from "../../../cli/gcp/pull.ts";

const CALLS = 200;

function collect(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}

describe("a subscription that is pulled from", () => {
  it("is not kept in memory: of what was read, nothing is left", async () => {
    const subscriber = {
      pull: async () => [{ receivedMessages: [{ ackId: "a", message: { data: Buffer.alloc(10_000) } }] }],
    };
    const { signal } = new AbortController();
    const read: WeakRef<Pulled>[] = [];
    const pulled = pull(subscriber as never, "s", signal);
    for await (const messages of pulled) {
      read.push(...messages.map((message) => new WeakRef(message)));
      if (read.length === CALLS) break;
    }
    await new Promise((resolve) => setImmediate(resolve));
    collect();
    expect(read.filter((message) => message.deref() !== undefined).length).toBeLessThan(3);
  });

  it("ends at once on abort, whatever a call still brings", async () => {
    const never = { pull: () => new Promise(() => {}) };
    const stop = new AbortController();
    const pulled = pull(never as never, "s", stop.signal);
    const next = pulled.next();
    stop.abort();
    expect(await next).toMatchObject({ value: [] });
    expect(await pulled.next()).toMatchObject({ done: true });
  });
});
