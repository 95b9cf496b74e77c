/** Every kind of fault there is, in words, and how often each was injected. */
export const faultKinds = [
  "crash before a write",
  "crash between writes",
  "crash after the last write",
  "zombie",
  "throttled",
  "partly taken",
  "acknowledgement lost",
  "late write",
  "slow",
  "store outage",
  "lake outage",
  "letters' outage",
  "reshard",
  "poison",
  "duplicate",
  "out of order",
] as const;

export type FaultKind = (typeof faultKinds)[number];
export type FaultCounts = Record<FaultKind, number>;

export function noFaults(): FaultCounts {
  return Object.fromEntries(faultKinds.map((kind) => [kind, 0])) as FaultCounts;
}

export function sum(all: readonly FaultCounts[]): FaultCounts {
  const total = noFaults();
  for (const counts of all) for (const kind of faultKinds) total[kind] += counts[kind];
  return total;
}
