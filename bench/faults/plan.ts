/** What goes wrong in the run of a seed, and when: drawn once, from the seed alone. */
import { type Random, randomFrom } from "../../cli/simulator/random.ts";

/** What a function calls. */
export type Service = "store" | "lake" | "letters" | "notes";

/** From a call or an invocation, each a probability. */
interface Rates {
  readonly crash: number;
  readonly zombie: number;
  readonly throttled: number;
  readonly partial: number;
  readonly lost: number;
  readonly late: number;
  readonly slow: number;
  /** After all is written and before the source learns of it. */
  readonly answerLost: number;
  /** After a batch: a shard is split, a partition goes to another owner. */
  readonly reshard: number;
}

interface Outage {
  readonly services: readonly Service[];
  readonly fromMs: number;
  readonly untilMs: number;
}

export interface Plan {
  readonly random: Random;
  readonly rates: Rates;
  readonly outages: readonly Outage[];
  /** Records of a batch at most. */
  readonly batchSize: number;
  /** After which a record is given up. */
  readonly maxRecordAgeMs: number;
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const MAX_RECORD_AGE_MS = HOUR_MS;
/** One seed in three has an outage that outlasts the greatest age of a record. */
const LONG_EVERY = 3;

const none: Rates = {
  crash: 0,
  zombie: 0,
  throttled: 0,
  partial: 0,
  lost: 0,
  late: 0,
  slow: 0,
  answerLost: 0,
  reshard: 0,
};

/** Nothing goes wrong. */
export function calm(seed: number): Plan {
  const random = randomFrom(seed);
  return { random, rates: none, outages: [], batchSize: 1_000, maxRecordAgeMs: MAX_RECORD_AGE_MS };
}

/** Records arrive from `startMs` to `endMs`. */
export function planOf(seed: number, startMs: number, endMs: number): Plan {
  const random = randomFrom(seed ^ 0xfa57);
  const some = (most: number) => most * random.between(0.2, 1);
  return {
    random,
    rates: {
      crash: some(0.001),
      zombie: some(0.000_5),
      throttled: some(0.03),
      partial: some(0.1),
      lost: some(0.01),
      late: some(0.005),
      slow: some(0.01),
      answerLost: some(0.05),
      reshard: some(0.1),
    },
    outages: outagesOf(seed, random, startMs, endMs),
    batchSize: 50 + random.below(400),
    maxRecordAgeMs: MAX_RECORD_AGE_MS,
  };
}

function outagesOf(seed: number, random: Random, startMs: number, endMs: number): readonly Outage[] {
  const services = ["store", "lake", "letters", "notes"] as const;
  const span = endMs - startMs;
  const short = services.map((service): Outage => {
    const fromMs = startMs + random.between(0, 0.7) * span;
    return { services: [service], fromMs, untilMs: fromMs + random.between(0.02, 0.2) * span };
  });
  if (seed % LONG_EVERY !== 0) return short;
  const fromMs = startMs + random.between(0.6, 0.9) * span;
  const untilMs = fromMs + MAX_RECORD_AGE_MS * random.between(1.2, 2);
  const long = random.pick<readonly Service[]>([["store"], ["lake"], ["store", "lake"]]);
  // Letters cannot be kept either for a while after the first of them is due.
  const letters = random.chance(0.3)
    ? [{ services: ["letters"] as const, fromMs, untilMs: fromMs + MAX_RECORD_AGE_MS + 5 * MINUTE_MS }]
    : [];
  return [...short, { services: long, fromMs, untilMs }, ...letters];
}
