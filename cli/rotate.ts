/** `spaces channel rotate`: does the step the rotation is at, and says what comes next. */
import type { ChannelAccess } from "./channel-access.ts";
import { type KeyState, rotationStep } from "./rotate-step.ts";

export interface RotationTarget {
  readonly user: string;
  readonly secretId: string;
  /** The command that prints the values to paste. */
  readonly showCommand: string;
}

/** Answers what was done and what to do next, a line each. `done` is true once only the new key is left. */
export async function rotate(
  access: ChannelAccess,
  { user, secretId, showCommand }: RotationTarget,
  now: Date,
): Promise<{ readonly lines: readonly string[]; readonly done: boolean }> {
  const [keys, secret] = await Promise.all([keyStates(access, user), access.readSecret(secretId)]);
  const step = rotationStep(keys, secret.accessKeyId, now);
  const paste = `Paste the new AWS Access Key and AWS Secret Key into the Partner Dashboard (${showCommand} prints them), then run this again.`;
  switch (step.kind) {
    case "create": {
      if (step.lost !== undefined) await access.deleteKey(user, step.lost);
      const made = await access.createKey(user);
      await access.writeSecret(secretId, made);
      return {
        lines: [`1/3 Made the key ${made.accessKeyId} and put it into the secret. The old key still works.`, paste],
        done: false,
      };
    }
    case "paste":
      return {
        lines: [`2/3 The new key ${step.newId} was not used yet; ${step.oldId} still works.`, paste],
        done: false,
      };
    case "wait":
      return {
        lines: [
          `2/3 The new key ${step.newId} is in use, but ${step.oldId} was used too.`,
          `Run this again in ${step.hoursLeft} h; if the old key is still in use then, it is pasted somewhere else too.`,
        ],
        done: false,
      };
    case "deactivate":
      await access.deactivate(user, step.oldId);
      return {
        lines: [
          `2/3 The new key ${step.newId} is in use; switched ${step.oldId} off.`,
          "Watch the silence alarm for a day, then run this again: it deletes the old key. Until then it can be switched on again in IAM.",
        ],
        done: false,
      };
    case "delete":
      await access.deleteKey(user, step.oldId);
      return { lines: [`3/3 Deleted ${step.oldId}. Only ${step.newId} is left.`], done: true };
    case "unclear":
      return {
        lines: [
          `The user ${user} has two keys that were not both made by this command.`,
          "Delete the one that nobody uses (aws iam get-access-key-last-used tells), then run this again.",
        ],
        done: false,
      };
  }
}

/** `spaces channel revoke`: deletes every key; whoever has one can push no more. Answers how many there were. */
export async function revoke(access: ChannelAccess, user: string): Promise<number> {
  const keys = await access.keys(user);
  for (const { id } of keys) await access.deleteKey(user, id);
  return keys.length;
}

async function keyStates(access: ChannelAccess, user: string): Promise<readonly KeyState[]> {
  const keys = await access.keys(user);
  return Promise.all(keys.map(async (key) => ({ ...key, lastUsedAt: await access.lastUsed(key.id) })));
}
