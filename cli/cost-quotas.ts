/** Quotas that a rate meets in an account as AWS opens it; each can be raised or prepared for. */
import { eventBytes } from "./cost-measured.ts";
import { type CostInput, shardsNeeded, writesOf } from "./cost-model.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html (initial throughput) */
const NEW_TABLE_WRITE_UNITS = 4_000;
/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html (per table, index included) */
export const TABLE_WRITE_UNITS = 40_000;
/** https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
const NEW_STREAM_BYTES = 4e6;
/** https://docs.aws.amazon.com/firehose/latest/dev/limits.html (Direct PUT) */
const MIB = 1024 ** 2;

/** In three Regions both pages give more: bytes a second that a stream on demand, and a delivery stream, take at most. */
const LARGE_REGIONS: readonly string[] = ["us-east-1", "us-west-2", "eu-west-1"];

export function streamBytes(region: string): number {
  return LARGE_REGIONS.includes(region) ? 10e9 : 200e6;
}

export function deliveryBytes(region: string): number {
  return LARGE_REGIONS.includes(region) ? 5 * MIB : MIB;
}

/** One sentence each; none for a rate that meets none. */
export function quotasMet(input: CostInput): readonly string[] {
  const [ofStream, ofDelivery] = input.channel === "kinesis" ? [stream(input), []] : [[], delivery(input)];
  return [...ofStream, ...tables(input), ...ofDelivery];
}

function stream(input: CostInput): readonly string[] {
  const { eventsPerSecond, encoding, shards, region } = input;
  const most = streamBytes(region);
  const bytes = eventsPerSecond * eventBytes[encoding];
  const needed = shardsNeeded(input);
  if (shards !== "onDemand") {
    if (shards >= needed) return [];
    return [
      `${whole(shards)} shards are too few: ${megabytes(bytes)} MB/s need ${whole(needed)}, and more for bursts.`,
    ];
  }
  if (bytes > most)
    return [`An on-demand stream takes ${megabytes(most)} MB/s at most by default; these are ${megabytes(bytes)}.`];
  if (bytes <= NEW_STREAM_BYTES) return [];
  return [
    `A new on-demand stream takes ${megabytes(NEW_STREAM_BYTES)} MB/s and doubles within 15 minutes; ${megabytes(bytes)} MB/s are refused in part until then.`,
  ];
}

function tables(input: CostInput): readonly string[] {
  const writes = writesOf(input);
  const perSecond = {
    history: input.eventsPerSecond * writes.historyUnitsPerEvent,
    state: input.eventsPerSecond * writes.stateWritesPerEvent * writes.stateUnitsPerWrite,
  };
  return Object.entries(perSecond).flatMap(([table, units]) => {
    if (units > TABLE_WRITE_UNITS)
      return [
        `The ${table} table needs ${whole(units)} write units/s; the default quota of a table is ${whole(TABLE_WRITE_UNITS)}.`,
      ];
    if (input.capacity !== "onDemand" || units <= NEW_TABLE_WRITE_UNITS) return [];
    return [
      `A new on-demand table takes ${whole(NEW_TABLE_WRITE_UNITS)} write units/s; ${table} needs ${whole(units)}: set tables.onDemand.warmWriteUnits.`,
    ];
  });
}

/** Bytes a second that the Firehose channel's delivery stream is sent. */
export function deliveredBytes({ eventsPerSecond, encoding }: CostInput): number {
  return eventsPerSecond * eventBytes[encoding];
}

function delivery(input: CostInput): readonly string[] {
  const { region } = input;
  const bytes = deliveredBytes(input);
  const most = deliveryBytes(region);
  if (bytes <= most) return [];
  return [
    `Data Firehose takes ${most / MIB} MiB/s in ${region} by default; these are ${(bytes / MIB).toFixed(1)}: ask for more before you begin.`,
  ];
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 10e6 ? 1 : 0);
}
