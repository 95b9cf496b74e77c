/** The monthly bill of a steady rate of events on Azure, in the lines and words of the AWS model. Arithmetic only. */
import type { BillInput } from "../cost-bill.ts";
import { eventBytes, LAKE_CPU_SECONDS_PER_EVENT, rowLandingBytes, rowSnappyBytes } from "../cost-measured.ts";
import type { CostLine } from "../cost-model.ts";
import { callsByBatchSeconds, HISTORY_ENTITY_BYTES, TABLES_CPU_SECONDS_PER_EVENT } from "./cost-measured.ts";
import { prices } from "./cost-prices.ts";

/** 730 hours. */
const MONTH_SECONDS = 2_628_000;
const MONTH_HOURS = 730;
const DAY_SECONDS = 86_400;
const GB = 1024 ** 3;
const MILLION = 1e6;
const TEN_THOUSAND = 1e4;

/** As azure/lake/compaction has it. */
const LANDING_DAYS = 14;
/** As azure/infra and azure/host.json set them. */
const PARTITIONS = 8;
const LEAST_BATCH_EVENTS = 1_000;
const BATCH_WAIT_SECONDS = 30;
const INSTANCE_GB = 2;
const FUNCTIONS = 2;
/** https://learn.microsoft.com/azure/azure-functions/functions-consumption-costs: an execution is billed a second at least. */
const LEAST_EXECUTION_SECONDS = 1;
const UNIT_BYTES = 1e6;
const UNIT_EVENTS = 1_000;

/** Of a batch's note: written, deleted, and read before. */
const NOTE_WRITES = 2;
const NOTE_READS = 1;
const LOG_BYTES_PER_EXECUTION = 2_000;
/** As azure/infra has them; so many of them look every 5 minutes. */
export const LOG_ALERTS = 12;
export const FREQUENT_LOG_ALERTS = 3;
/** How often compaction reads a row of landing: its time, and the row; and what is compacted of its hour, now and then. */
const COMPACTION_READS_PER_FILE = 4;
const COMPACTION_CPU_SECONDS_PER_EVENT = 0.00013;
/** Whole months of history are dropped: half a month more than asked for, in the mean. */
const HALF_A_MONTH_DAYS = 15;

/** The lines in the order of the data's path. */
export function azureBill(input: BillInput): readonly CostLine[] {
  const { eventsPerSecond, encoding, payload } = input;
  const events = eventsPerSecond * MONTH_SECONDS;
  const batches = batchesPerSecond(eventsPerSecond) * MONTH_SECONDS;
  const units = Math.max(
    1,
    Math.ceil((eventsPerSecond * eventBytes[encoding]) / UNIT_BYTES),
    Math.ceil(eventsPerSecond / UNIT_EVENTS),
  );
  const executionSeconds =
    atLeast(events * TABLES_CPU_SECONDS_PER_EVENT, batches) + atLeast(events * LAKE_CPU_SECONDS_PER_EVENT, batches);
  const stores = storesUsd(input);
  const landed = eventsPerSecond * DAY_SECONDS * LANDING_DAYS;
  const lakeGb = (events * 12 * rowSnappyBytes[payload] + landed * rowLandingBytes[payload]) / GB;
  const compactionUsd =
    ((batches * COMPACTION_READS_PER_FILE) / TEN_THOUSAND) * prices.blobTenThousandReads.usd +
    events * COMPACTION_CPU_SECONDS_PER_EVENT * INSTANCE_GB * prices.functionGbSecond.usd;
  return [
    line(
      "Event Hubs, Standard, 7 days",
      units * MONTH_HOURS * prices.throughputUnitHour.usd + (events / MILLION) * prices.millionIngressEvents.usd,
    ),
    line(
      "Functions, tables and lake",
      executionSeconds * INSTANCE_GB * prices.functionGbSecond.usd +
        ((batches * FUNCTIONS) / MILLION) * prices.functionMillionExecutions.usd,
    ),
    line("Table Storage calls: history, state, index", stores.calls),
    line(`Table Storage, history of ${input.historyDays} days and what is left of a month`, stores.storage),
    line(
      "Notes of batches",
      ((batches * FUNCTIONS) / TEN_THOUSAND) *
        (NOTE_WRITES * prices.blobTenThousandWrites.usd + NOTE_READS * prices.blobTenThousandReads.usd),
    ),
    line("Into the lake, compacted", (batches / TEN_THOUSAND) * prices.blobTenThousandWrites.usd + compactionUsd),
    line("Blob Storage, the first year of the lake", lakeGb * prices.blobGbMonth.usd),
    line(
      "Logs and alerts",
      ((batches * FUNCTIONS * LOG_BYTES_PER_EXECUTION) / GB) * prices.logsInGb.usd +
        (LOG_ALERTS - FREQUENT_LOG_ALERTS) * prices.logAlertMonth.usd +
        FREQUENT_LOG_ALERTS * prices.frequentLogAlertMonth.usd,
    ),
  ];
}

export interface StoresUsd {
  readonly calls: number;
  readonly storage: number;
}

/** Of a month, what the tables alone cost. */
export function storesUsd({ eventsPerSecond, historyDays }: BillInput): StoresUsd {
  const calls = eventsPerSecond * MONTH_SECONDS * callsPerEvent(batchSeconds(eventsPerSecond));
  const kept = eventsPerSecond * DAY_SECONDS * (historyDays + HALF_A_MONTH_DAYS);
  return {
    calls: (calls / TEN_THOUSAND) * prices.tableTenThousandCalls.usd,
    storage: ((kept * HISTORY_ENTITY_BYTES) / GB) * prices.tableGbMonth.usd,
  };
}

/** A batch has the events it waits for, or what came while it waited. */
function batchesPerSecond(eventsPerSecond: number): number {
  return Math.min(eventsPerSecond, Math.max(PARTITIONS / BATCH_WAIT_SECONDS, eventsPerSecond / LEAST_BATCH_EVENTS));
}

function batchSeconds(eventsPerSecond: number): number {
  return Math.min(BATCH_WAIT_SECONDS, (LEAST_BATCH_EVENTS * PARTITIONS) / eventsPerSecond);
}

/** The fewer seconds a batch spans, the less is folded; in between linear, beyond as at the last that was measured. */
function callsPerEvent(seconds: number): number {
  const [[few, most], [many, least]] = callsByBatchSeconds as readonly [
    readonly [number, number],
    readonly [number, number],
  ];
  const share = Math.min(1, Math.max(0, (seconds - few) / (many - few)));
  return most + share * (least - most);
}

function atLeast(seconds: number, executions: number): number {
  return Math.max(seconds, executions * LEAST_EXECUTION_SECONDS);
}

/** There is no naive design beside it: nobody has to be told what not to do where calls cost next to nothing. */
function line(name: string, usd: number): CostLine {
  return { name, usd, naiveUsd: usd };
}
