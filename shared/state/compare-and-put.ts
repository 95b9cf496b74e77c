/**
 * "Only if newer" for a store that knows no condition on a field: a read, a comparison and a write on condition that
 * nothing was written in between.
 */
import type { WriteError } from "../ports.ts";
import { isNewer, type Version } from "./keys.ts";

/** More writers than this on one subject in a row is contention that a replay resolves. */
const MAX_ATTEMPTS = 8;

/** What the service would refuse for ever; said by us because not every engine says it. */
export class Refused extends Error {
  override readonly name = "Refused";
}

class Contended extends Error {
  override readonly name = "Contended";
}

export interface ComparedPut<Stored> {
  readonly version: Version;
  readonly read: () => Promise<Stored | undefined>;
  readonly versionOf: (stored: Stored) => Version;
  /** Answers false when somebody else wrote in between. */
  readonly put: (stored: Stored | undefined) => Promise<boolean>;
}

export async function putUnlessNewer<Stored>({ version, read, versionOf, put }: ComparedPut<Stored>): Promise<void> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const stored = await read();
    if (stored !== undefined && !isNewer(version, versionOf(stored))) return;
    if (await put(stored)) return;
  }
  throw new Contended();
}

type Tells = (error: unknown) => boolean;

/** With what the service itself says. */
export function classifyWrite(isRefusal: Tells, isPassing: Tells): (error: unknown) => WriteError {
  return (error) =>
    error instanceof Refused || isRefusal(error)
      ? "refused"
      : error instanceof Contended || isPassing(error)
        ? "passing"
        : "other";
}
