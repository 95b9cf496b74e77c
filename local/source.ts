/** What is pushed: simulated events or a file, as it is or with faults. */
import { withFaults } from "../cli/simulator/faults.ts";
import { type EncodedRecord, encodeRecords } from "../cli/simulator/records.ts";
import { simulate } from "../cli/simulator/simulate.ts";
import { openInput } from "./input.ts";
import { DEFAULT_EVENTS, type LocalOptions } from "./options.ts";

export interface Source {
  readonly records: AsyncIterable<EncodedRecord> | Iterable<EncodedRecord>;
  /** How many events, where that is known beforehand; faults add to it. */
  readonly events: number | undefined;
}

const HOUR_SECONDS = 3_600;
/** Any number will do: together with the time scale it comes to an hour. */
const TOLD_PER_SECOND = 10;

export async function openSource(options: LocalOptions): Promise<Source> {
  const { input, events, faults, seed } = options;
  if (input === undefined) {
    const wanted = events ?? DEFAULT_EVENTS;
    const records = simulated(options, wanted);
    return { records: faults ? withFaults(records, { seed }) : records, events: wanted };
  }
  const file = await openInput(input);
  const records = events === undefined ? file.records : firstOf(file.records, events);
  return { records: faults ? withFaults(await collect(records), { seed }) : records, events: undefined };
}

/** The hour until the last event is pushed, told in that many events; the rate only says how fast it is told. */
function simulated({ rate, seed, encoding }: LocalOptions, events: number): Iterable<EncodedRecord> {
  const pushMs = rate === undefined ? 0 : (events / rate) * 1_000;
  const story = {
    startMs: Date.now() + pushMs - HOUR_SECONDS * 1_000,
    eventsPerSecond: TOLD_PER_SECOND,
    timeScale: (HOUR_SECONDS * TOLD_PER_SECOND) / events,
  };
  return encodeRecords(simulate({ events, seed, ...story }), { encoding, seed });
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
