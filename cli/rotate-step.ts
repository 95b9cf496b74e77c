/**
 * Which step a rotation is at, told by what is there: the user's keys (IAM allows two) and the key in the secret. Nothing
 * else is remembered, so that a run that ended anywhere is taken up where it ended.
 */
import type { PushKey } from "./channel-access.ts";

export interface KeyState extends PushKey {
  readonly lastUsedAt: Date | undefined;
}

export type RotationStep =
  /** Add a key and put it into the secret; first delete `lost`, whose secret nobody has. */
  | { readonly kind: "create"; readonly lost: string | undefined }
  /** The new key is in the secret and was not used yet. */
  | { readonly kind: "paste"; readonly newId: string; readonly oldId: string }
  /** The new key is in use, but so was the old one just now. */
  | { readonly kind: "wait"; readonly newId: string; readonly oldId: string; readonly hoursLeft: number }
  | { readonly kind: "deactivate"; readonly newId: string; readonly oldId: string }
  /** The old key is switched off: the last moment to switch it on again. */
  | { readonly kind: "delete"; readonly newId: string; readonly oldId: string }
  /** Two keys, neither of which this command made: a person has to decide. */
  | { readonly kind: "unclear" };

/** Hours without use before a key is retired: IAM may learn of a use up to four hours late. */
export const QUIET_HOURS = 4;
const HOUR_MS = 3_600_000;

export function rotationStep(keys: readonly KeyState[], secretKeyId: string | undefined, now: Date): RotationStep {
  const current = keys.find(({ id }) => id === secretKeyId);
  const [other, another] = keys.filter((key) => key !== current);
  if (another !== undefined) return { kind: "unclear" };
  if (other === undefined || current === undefined) return { kind: "create", lost: undefined };
  if (current.createdAt < other.createdAt) {
    // A run that ended between making the key and keeping its secret.
    return other.lastUsedAt === undefined ? { kind: "create", lost: other.id } : { kind: "unclear" };
  }
  const pair = { newId: current.id, oldId: other.id };
  if (current.lastUsedAt === undefined) return { kind: "paste", ...pair };
  if (!other.active) return { kind: "delete", ...pair };
  const quietHours = (now.getTime() - (other.lastUsedAt?.getTime() ?? 0)) / HOUR_MS;
  if (quietHours < QUIET_HOURS) return { kind: "wait", ...pair, hoursLeft: Math.ceil(QUIET_HOURS - quietHours) };
  return { kind: "deactivate", ...pair };
}
