import type { AccessKeyMetadata } from "@aws-sdk/client-iam";

const DAY_MS = 86_400_000;

/** Days since the oldest active key was made; 0 where none is active, since nobody can push with it. */
export function keyAgeDays(keys: readonly AccessKeyMetadata[], nowMs: number): number {
  const made = keys.flatMap(({ Status, CreateDate }) =>
    Status === "Active" && CreateDate !== undefined ? [CreateDate.getTime()] : [],
  );
  return made.length === 0 ? 0 : Math.floor((nowMs - Math.min(...made)) / DAY_MS);
}
