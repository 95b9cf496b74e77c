/**
 * A process of a function as its services see it: each call goes through here, between the port and the engine, and may
 * fail, come late, or be the last. When the process ends its calls are never answered; as a zombie it goes on calling
 * after everybody else believes that it has ended.
 */
import type { VirtualClock } from "../../test/support/virtual-clock.ts";
import type { FaultCounts, FaultKind } from "./counts.ts";
import type { Plan, Service } from "./plan.ts";

/** Errors as the cloud's SDK makes them. */
export interface CloudErrors {
  /** Nothing was done, and later it may be. */
  readonly throttled: () => Error;
  /** Nobody knows whether it was done. */
  readonly noAnswer: () => Error;
}

export interface Instance {
  /** `work` does it for good, all at once; called twice it must do no harm that the service would not do. */
  call<T>(service: Service, work: () => Promise<T>): Promise<T>;
  /** Whether to leave out an item of a call that can be taken in part; `undefined`: all are taken. */
  partly(): (() => boolean) | undefined;
  /** An invocation begins. */
  begin(): void;
  /** Rejects with ProcessEnded when it has ended, as far as others know. */
  readonly ended: Promise<never>;
  hasEnded(): boolean;
}

export class ProcessEnded extends Error {
  override readonly name = "ProcessEnded";
}

const LONGEST_SLOW_MS = 1_500;
const LATEST_MS = 45_000;
const CALLS_OF_A_ZOMBIE = 400;
/** An invocation has one first call and many others; it ends as often before it as after some. */
const FIRST_CALLS = 30;

export interface World {
  readonly clock: VirtualClock;
  readonly plan: Plan;
  readonly counts: FaultCounts;
  readonly errors: CloudErrors;
}

export function newInstance({ clock, plan, counts, errors }: World): Instance {
  const { random, rates } = plan;
  const ending = Promise.withResolvers<never>();
  ending.promise.catch(() => undefined);
  let [state, written, left] = ["alive" as "alive" | "dead" | "zombie", 0, CALLS_OF_A_ZOMBIE];

  function end(as: "dead" | "zombie", kind: FaultKind): void {
    counts[kind]++;
    state = as;
    ending.reject(new ProcessEnded());
  }
  const never = () => new Promise<never>(() => undefined);
  const crashKind = () => (written === 0 ? "crash before a write" : "crash between writes") as FaultKind;
  function refuse(service: Service): boolean {
    const now = clock.nowMs();
    return plan.outages.some(
      ({ services, fromMs, untilMs }) => services.includes(service) && now >= fromMs && now < untilMs,
    );
  }

  async function done<T>(work: () => Promise<T>): Promise<T> {
    const result = await work();
    written++;
    return result;
  }

  async function afterDeath<T>(work: () => Promise<T>): Promise<T> {
    if (state === "dead" || left-- <= 0) return never();
    await clock.sleep(random.below(2_000));
    return work();
  }

  return {
    ended: ending.promise,
    hasEnded: () => state !== "alive",
    begin: () => {
      written = 0;
    },
    partly() {
      if (state !== "alive" || !random.chance(rates.partial)) return undefined;
      counts["partly taken"]++;
      return () => random.chance(0.3);
    },
    async call(service, work) {
      if (state !== "alive") return afterDeath(work);
      if (refuse(service)) {
        counts[service === "lake" ? "lake outage" : service === "store" ? "store outage" : "letters' outage"]++;
        throw errors.throttled();
      }
      // One draw for all: what comes first is what happens.
      let dice = random.fraction();
      const falls = (rate: number) => {
        dice -= rate;
        return dice < 0;
      };
      if (falls(written === 0 ? rates.crash * FIRST_CALLS : rates.crash)) {
        // Half of them with the call done and nobody told.
        if (random.chance(0.5)) await work();
        end("dead", crashKind());
        return never();
      }
      if (falls(rates.zombie)) {
        end("zombie", "zombie");
        return afterDeath(work);
      }
      if (falls(rates.throttled)) {
        counts.throttled++;
        throw errors.throttled();
      }
      if (falls(rates.lost)) {
        counts["acknowledgement lost"]++;
        await done(work);
        throw errors.noAnswer();
      }
      if (falls(rates.late)) {
        counts["late write"]++;
        clock.after(random.below(LATEST_MS), () => void work().catch(() => undefined));
        throw errors.noAnswer();
      }
      if (falls(rates.slow)) {
        counts.slow++;
        await clock.sleep(random.below(LONGEST_SLOW_MS));
      }
      return done(work);
    },
  };
}
