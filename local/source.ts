/** What is pushed: simulated events or a file, as it is or with faults. */
import { withFaults } from "../cli/simulator/faults.ts";
import { type EncodedRecord, encodeRecords } from "../cli/simulator/records.ts";
import { simulate } from "../cli/simulator/simulate.ts";
import { openInput } from "./input.ts";
import type { LocalOptions } from "./options.ts";

export interface Source {
  readonly records: AsyncIterable<EncodedRecord> | Iterable<EncodedRecord>;
  /** How many events, where that is known beforehand; faults add to it. */
  readonly events: number | undefined;
}

const HOUR_SECONDS = 3_600;
/** Of a simulation that is not bound to a rate: the hour before now, told by this many events a second or fewer. */
const MAX_SIMULATED_RATE = 1_000;
const MIN_SIMULATED_RATE = 10;

export async function openSource(options: LocalOptions): Promise<Source> {
  const { input, events, faults, seed } = options;
  if (input === undefined) {
    const records = simulated(options);
    return { records: faults ? withFaults(records, { seed }) : records, events };
  }
  const file = await openInput(input);
  const records = firstOf(file.records, events);
  return { records: faults ? withFaults(await collect(records), { seed }) : records, events: undefined };
}

/** With a rate, events happen as they are pushed; without, they tell the hour before now. */
function simulated({ events, rate, seed, encoding }: LocalOptions): Iterable<EncodedRecord> {
  const perSecond = Math.max(MIN_SIMULATED_RATE, Math.min(rate ?? events / 300, MAX_SIMULATED_RATE));
  const time =
    rate === undefined
      ? { startMs: Date.now() - HOUR_SECONDS * 1_000, timeScale: (HOUR_SECONDS * perSecond) / events }
      : { startMs: Date.now(), timeScale: perSecond / rate };
  return encodeRecords(simulate({ events, seed, eventsPerSecond: perSecond, ...time }), { encoding, seed });
}

async function* firstOf<T>(items: AsyncIterable<T>, count: number): AsyncGenerator<T> {
  let taken = 0;
  for await (const item of items) {
    yield item;
    if (++taken === count) return;
  }
}

async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
