/** What can go wrong with a call of the pull channel or of the supporting APIs. */
import { randomFrom } from "../random.ts";

export type ApiFault =
  | { readonly kind: "status"; readonly status: number; readonly retryAfterSeconds?: number }
  /** The connection ends in the middle of the line after so many. */
  | { readonly kind: "cut"; readonly afterLines: number }
  /** After so many lines nothing comes any more, no KEEP_ALIVE either, and the connection stays. */
  | { readonly kind: "silence"; readonly afterLines: number };

/** Asked for each call. */
export type NextFault = (path: string) => ApiFault | undefined;

export const noFaults: NextFault = () => undefined;

/** In turn, one a call; then none. */
export function faultsInTurn(faults: readonly (ApiFault | undefined)[]): NextFault {
  const left = [...faults];
  return () => left.shift();
}

const SHARE_OF_FAULTS = 0.3;
const MOST_LINES = 2_000;

/** Some calls of all, the same for the same seed. */
export function someFaults(seed: number): NextFault {
  const random = randomFrom(seed ^ 0xa91);
  return (path) => {
    if (!random.chance(SHARE_OF_FAULTS)) return undefined;
    const afterLines = random.below(MOST_LINES);
    if (path.endsWith("/events") && random.chance(0.7))
      return random.chance(0.8) ? { kind: "cut", afterLines } : { kind: "silence", afterLines };
    return random.chance(0.5)
      ? { kind: "status", status: 429, retryAfterSeconds: 1 + random.below(3) }
      : { kind: "status", status: random.pick([500, 502, 503]) };
  };
}
