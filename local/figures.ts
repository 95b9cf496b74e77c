/**
 * The figures of a run, from its book: what has come is looked at each second and kept for some minutes. Unlike a cloud,
 * a run measures its silence, too: a second in which nothing came is a rate of 0, and has no lag.
 */
import type { CloudName } from "../cli/cloud-option.ts";
import { costSoFar } from "../cli/cost-so-far.ts";
import { type ChannelFigures, type StageFigures, settledEvents } from "../cli/stage/figures.ts";
import type { OutcomeCounts } from "../shared/outcome.ts";
import type { Observer, Written } from "./cloud.ts";
import type { CountedChannel } from "./lake.ts";
import type { Snapshot } from "./ledger.ts";

const STEP_MS = 1_000;
/** Five minutes. */
const KEPT_STEPS = 300;

export interface RunParts {
  readonly cloud: CloudName;
  /** As dead letters name it. */
  readonly channel: string;
  readonly snapshot: () => Snapshot;
  readonly written: () => Written;
  /** Calls the store refused. */
  readonly throttledCalls: () => number;
  /** The cloud's other channels. */
  readonly channels: () => readonly CountedChannel[];
  readonly nowMs?: () => number;
}

export interface RunFigures extends StageFigures {
  /** The observer, overheard: what each record waited for is told to nobody else. */
  overhear(observer: Observer): Observer;
  /** Takes the figures of the time since the last step; done each second until `end`. */
  step(): void;
  end(): void;
}

interface Line {
  rate: number[];
  lagMs: (number | null)[];
  events: number;
}

export function runFigures({ cloud, channel, snapshot, channels, nowMs = Date.now, ...parts }: RunParts): RunFigures {
  const startedAtMs = nowMs();
  const lines = new Map<string, Line>();
  let lags: number[] = [];
  let steppedAtMs = startedAtMs;
  /** Seconds in which something came. */
  let busySeconds = 0;

  function add(name: string, events: number, seconds: number, lagMs: number | null): number {
    const line = lines.get(name) ?? { rate: [], lagMs: [], events: 0 };
    lines.set(name, line);
    const came = events - line.events;
    line.events = events;
    line.rate = [...line.rate, came / seconds].slice(-KEPT_STEPS);
    line.lagMs = [...line.lagMs, lagMs].slice(-KEPT_STEPS);
    return came;
  }

  function step(): void {
    const seconds = (nowMs() - steppedAtMs) / 1_000;
    if (seconds <= 0) return;
    steppedAtMs = nowMs();
    // Of what another shell put, too: its fates are counted, though nobody told the book that it was pushed.
    const came = add(channel, settledEvents(snapshot().counts), seconds, medianOf(lags));
    if (came > 0) busySeconds += seconds;
    lags = [];
    for (const { key, outcomes } of channels()) add(key, settledEvents(outcomes), seconds, null);
  }

  function figuresOf(name: string, counts: OutcomeCounts, others: Partial<ChannelFigures>): ChannelFigures {
    const { rate = [], lagMs = [] } = lines.get(name) ?? {};
    return { channel: name, stepMs: STEP_MS, rate, lagMs, countedFromMs: startedAtMs, outcomes: counts, ...others };
  }

  /** Records given to the function, whoever put them, as often as they were. */
  let delivered = 0;
  const timer = setInterval(step, STEP_MS);
  timer.unref();
  return {
    everyMs: STEP_MS,
    step,
    end: () => clearInterval(timer),
    overhear: (observer) => ({
      ...observer,
      delivered(delivery) {
        delivered += delivery.records;
        observer.delivered(delivery);
      },
      acknowledged(records) {
        for (const { arrivedAtMs } of records) lags.push(nowMs() - arrivedAtMs);
        observer.acknowledged(records);
      },
    }),
    async look() {
      const { counts, rejections, ...now } = snapshot();
      const others = channels();
      const cost = costSoFar(cloud, {
        events: settledEvents(counts),
        seconds: busySeconds,
        when: "since the run began",
      });
      return {
        channels: [
          figuresOf(channel, counts, {
            rejections,
            ...perEvent(parts.written(), settledEvents(counts)),
            throttled: parts.throttledCalls(),
            batches: {
              count: now.invocations,
              records: delivered,
              failed: now.failedInvocations,
            },
          }),
          ...others.map(({ key, outcomes, invocations: count, received: records, failedInvocations: failed }) =>
            figuresOf(key, outcomes, { batches: { count, records, failed } }),
          ),
        ],
        ...(cost !== undefined && { cost }),
        missing: others.map(({ key, title }) => `the lag of ${key}: ${title} does not say when it has delivered what`),
      };
    },
  };
}

/** The tables are behind the counts for no longer than a batch. */
function perEvent({ writes, units, unit }: Written, events: number): Partial<ChannelFigures> {
  if (events === 0) return {};
  return {
    ...(writes !== undefined && { writesPerEvent: writes / events }),
    ...(units !== undefined && { unitsPerEvent: units / events }),
    ...(unit !== undefined && { unit }),
  };
}

function medianOf(values: readonly number[]): number | null {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? null;
}
