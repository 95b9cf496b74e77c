/** Replacing a push key: step by step, resumable, and never without a key that works. */
import { describe, expect, it } from "vitest";
import { rotate } from "../../cli/rotate.ts";
import { QUIET_HOURS, rotationStep } from "../../cli/rotate-step.ts";
import { channelAccess, type FakeAccount, HOUR_MS } from "../support/channel-access.ts";

const target = { user: "spaces-prod-kinesis-push", secretId: "secret-kinesis", showCommand: "spaces channel" };

function step(account: FakeAccount) {
  return rotate(account.access, target, new Date(account.nowMs));
}

function pass(account: FakeAccount, hours: number): void {
  account.nowMs += hours * HOUR_MS;
}

describe("a rotation", () => {
  it("makes a key, waits for it to be pasted and for the old one to rest, switches that off, deletes it", async () => {
    const account = channelAccess({ channels: ["kinesis"] });
    account.use("KEY1");
    expect((await step(account)).lines[0]).toContain("1/3 Made the key KEY2");
    expect(account.secret).toEqual({ accessKeyId: "KEY2", secretAccessKey: "SECRET-OF-KEY2" });

    account.use("KEY1");
    expect((await step(account)).lines[0]).toContain("2/3 The new key KEY2 was not used yet");

    pass(account, 1);
    account.use("KEY2");
    const { lines } = await step(account);
    expect(lines.join()).toContain("again in 3 h");
    expect(account.keys.every(({ active }) => active)).toBe(true);

    pass(account, QUIET_HOURS);
    account.use("KEY2");
    expect((await step(account)).lines[0]).toContain("switched KEY1 off");

    pass(account, 24);
    account.use("KEY2");
    expect(await step(account)).toEqual({ lines: ["3/3 Deleted KEY1. Only KEY2 is left."], done: true });
    expect(account.keys.map(({ id }) => id)).toEqual(["KEY2"]);
  });

  it("begins anew after it ended", async () => {
    const account = channelAccess({ channels: ["kinesis"] });
    await step(account);
    account.use("KEY2");
    pass(account, QUIET_HOURS);
    await step(account);
    await step(account);
    expect((await step(account)).lines[0]).toContain("Made the key KEY3");
  });

  it("never prints a secret", async () => {
    const account = channelAccess({ channels: ["kinesis"] });
    expect(JSON.stringify(await step(account))).not.toContain("SECRET-OF");
  });
});

describe("a rotation that was interrupted", () => {
  it("makes the key again when it ended before its secret was kept", async () => {
    const account = channelAccess({ channels: ["kinesis"] });
    account.failNext = "writeSecret";
    await expect(step(account)).rejects.toThrow();
    expect(account.keys.map(({ id }) => id)).toEqual(["KEY1", "KEY2"]);
    expect((await step(account)).lines[0]).toContain("Made the key KEY3");
    expect(account.keys.map(({ id }) => id)).toEqual(["KEY1", "KEY3"]);
    expect(account.secret.accessKeyId).toBe("KEY3");
  });

  it.each(["createKey", "readSecret", "keys", "lastUsed"] as const)(
    "goes on as if nothing had been when %s failed",
    async (call) => {
      const account = channelAccess({ channels: ["kinesis"] });
      account.failNext = call;
      await expect(step(account)).rejects.toThrow();
      expect((await step(account)).lines[0]).toContain("1/3 Made the key");
    },
  );

  it.each(["deactivate", "deleteKey"] as const)("repeats the step in which %s failed", async (call) => {
    const account = channelAccess({ channels: ["kinesis"] });
    await step(account);
    account.use("KEY2");
    pass(account, QUIET_HOURS);
    if (call === "deleteKey") await step(account);
    account.failNext = call;
    await expect(step(account)).rejects.toThrow();
    expect((await step(account)).lines[0]).toContain(call === "deactivate" ? "switched KEY1 off" : "Deleted KEY1");
  });

  it("makes a key where the secret holds one that is gone", async () => {
    const account = channelAccess({ channels: ["kinesis"] });
    account.secret = { accessKeyId: "GONE", secretAccessKey: "x" };
    expect((await step(account)).lines[0]).toContain("Made the key KEY2");
  });
});

describe("keys that a person made", () => {
  it("are left alone", () => {
    const key = (id: string, hour: number, usedHour?: number) => ({
      id,
      active: true,
      createdAt: new Date(hour * HOUR_MS),
      lastUsedAt: usedHour === undefined ? undefined : new Date(usedHour * HOUR_MS),
    });
    const now = new Date(1_000 * HOUR_MS);
    expect(rotationStep([key("A", 1), key("B", 2)], "GONE", now)).toEqual({ kind: "unclear" });
    expect(rotationStep([key("A", 1), key("B", 2, 3)], "A", now)).toEqual({ kind: "unclear" });
  });
});
