/** What a console holds of its stage is given back: by who leaves, and before the stage is closed. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, it, vi } from "vitest";
import type { Stage } from "../../../cli/stage/stage.ts";
import { startConsole, type TestConsole } from "../../support/console.ts";

let held = 0;
let console: TestConsole | undefined;

/** A transport that is read by a subscription of the reader's own, which takes a while to delete. */
const follow = async (_take: unknown, signal: AbortSignal) => {
  held++;
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  await sleep(300);
  held--;
};
const stage = {
  name: "the stage of a test",
  cloud: "gcp",
  local: false,
  givenUp: [],
  transports: [{ channel: "pubsub", follow }],
  consumer: async () => ({ core: {} }),
  tables: {},
  close() {},
} as unknown as Stage;

afterEach(async () => {
  await console?.[Symbol.asyncDispose]();
});

it("Who leaves what arrives makes room when its reader is gone, and no sooner", async () => {
  console = await startConsole(async () => stage);
  for (let left = 0; left < 10; left++) {
    await console.events("/api/tap", (told) => told.length > 0);
    expect(held).toBeLessThanOrEqual(4);
  }
  await vi.waitFor(() => expect(held).toBe(0), { timeout: 10_000 });
});

it("A console that ends waits until what it reads is let go", async () => {
  console = await startConsole(async () => stage);
  const watching = console.events("/api/tap", () => false).catch(() => {});
  await vi.waitFor(() => expect(held).toBe(1), { timeout: 10_000 });
  await console.served.close();
  expect(held).toBe(0);
  await watching;
});
