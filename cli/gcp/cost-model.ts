/** The monthly bill of a steady rate of events on Google Cloud, in the lines and words of the AWS model. Arithmetic only. */
import type { BillInput } from "../cost-bill.ts";
import { eventBytes } from "../cost-measured.ts";
import type { CostLine } from "../cost-model.ts";
import {
  BATCH_LINE_BYTES,
  BATCH_WRITE_SECONDS,
  CPU_SECONDS_PER_EVENT,
  HISTORY_DOCUMENT_BYTES,
  HISTORY_UNITS_PER_EVENT,
  INDEX_UNITS_PER_EVENT,
  MERGE_READS_PER_ROW,
  PLACE_UNITS_PER_EVENT,
  READ_UNITS_PER_EVENT,
  rowKeptBytes,
  rowWrittenBytes,
  STATE_UNITS_PER_EVENT,
} from "./cost-measured.ts";
import { prices } from "./cost-prices.ts";

/** 730 hours. */
const MONTH_SECONDS = 2_628_000;
const DAY_SECONDS = 86_400;
const GIB = 1024 ** 3;
const TIB = 1024 ** 4;
const MILLION = 1e6;

/** A request of Pub/Sub is billed as so many bytes at least; beside its body a message has a time and an id. */
const LEAST_REQUEST_BYTES = 1_000;
const MESSAGE_BYTES = 40;
/** As gcp/infra sets them. */
const REPLAY_DAYS = 1;
const GATHER_SECONDS = 0.05;
const GATHER_MESSAGES = 200;
const INSTANCE_VCPUS = 1;
const INSTANCE_GIB = 1;
/** Alerts there are by default, and the second condition of one. */
const ALERT_CONDITIONS = 16;
/** Cloud Run adds an instance above this share of a processor: https://docs.cloud.google.com/run/docs/about-instance-autoscaling */
const CPU_TARGET = 0.6;
/** What the daily merge leaves where it arrived: gcp/bigquery/merge.ts. */
const ARRIVED_DAYS = 14;
const LONG_TERM_AFTER_MONTHS = 3;
const YEAR_MONTHS = 12;

/** The lines in the order of the data's path. */
export function gcpBill(input: BillInput): readonly CostLine[] {
  const { eventsPerSecond, encoding, payload } = input;
  const events = eventsPerSecond * MONTH_SECONDS;
  const messageBytes = Math.max(LEAST_REQUEST_BYTES, eventBytes[encoding] + MESSAGE_BYTES);
  const replayGib = (eventsPerSecond * DAY_SECONDS * REPLAY_DAYS * messageBytes) / GIB;
  const instanceSeconds = instanceSecondsPerSecond(eventsPerSecond) * MONTH_SECONDS;
  const stores = storesUsd(input);
  const monthGib = (events * rowKeptBytes[payload]) / GIB;
  const arrivedGib = (eventsPerSecond * DAY_SECONDS * ARRIVED_DAYS * rowKeptBytes[payload]) / GIB;
  const longTermMonths = YEAR_MONTHS - LONG_TERM_AFTER_MONTHS;
  return [
    line("Pub/Sub, in and pushed out", ((events * messageBytes * 2) / TIB) * prices.pubSubTib.usd),
    line(`Pub/Sub, ${REPLAY_DAYS} day to replay`, replayGib * prices.pubSubKeptGibMonth.usd),
    line("Cloud Run, a request an event", (events / MILLION) * prices.runMillionRequests.usd),
    line(
      "Cloud Run, instances",
      instanceSeconds * (INSTANCE_VCPUS * prices.runVcpuSecond.usd + INSTANCE_GIB * prices.runGibSecond.usd),
    ),
    line("Firestore units: history, state, index", stores.units),
    line(`Firestore, history of ${input.historyDays} days`, stores.storage),
    line(
      "Into the lake, merged daily",
      ((events * rowWrittenBytes[payload]) / TIB) * prices.bigQueryWrittenTib.usd +
        ((events * rowKeptBytes[payload] * MERGE_READS_PER_ROW) / TIB) * prices.bigQueryReadTib.usd,
    ),
    line(
      "BigQuery, the first year of the lake",
      (arrivedGib + monthGib * LONG_TERM_AFTER_MONTHS) * prices.bigQueryActiveGibMonth.usd +
        monthGib * longTermMonths * prices.bigQueryLongTermGibMonth.usd,
    ),
    line(
      "Logs and alerts",
      ((batchesPerSecond(eventsPerSecond) * MONTH_SECONDS * BATCH_LINE_BYTES) / GIB) * prices.logsInGib.usd +
        ALERT_CONDITIONS * prices.alertConditionMonth.usd,
    ),
  ];
}

export interface StoresUsd {
  readonly units: number;
  readonly storage: number;
}

/** Of a month, what Firestore alone costs. A document of history is billed twice: written, and expired. */
export function storesUsd({ eventsPerSecond, historyDays }: BillInput): StoresUsd {
  const millions = (eventsPerSecond * MONTH_SECONDS) / MILLION;
  const writeUnits =
    2 * HISTORY_UNITS_PER_EVENT + STATE_UNITS_PER_EVENT + INDEX_UNITS_PER_EVENT + PLACE_UNITS_PER_EVENT;
  const kept = eventsPerSecond * DAY_SECONDS * historyDays;
  return {
    units:
      millions *
      (writeUnits * prices.firestoreMillionWriteUnits.usd +
        READ_UNITS_PER_EVENT * prices.firestoreMillionReadUnits.usd),
    storage: ((kept * HISTORY_DOCUMENT_BYTES) / GIB) * prices.firestoreGibMonth.usd,
  };
}

/** Instances billed at once, in the mean: one that has no request under way is not. */
function instanceSecondsPerSecond(eventsPerSecond: number): number {
  const instances = instancesFor(eventsPerSecond);
  const busy = 1 - Math.exp((-eventsPerSecond / instances) * (GATHER_SECONDS + BATCH_WRITE_SECONDS));
  return instances * busy;
}

function instancesFor(eventsPerSecond: number): number {
  return Math.max(1, Math.ceil((eventsPerSecond * CPU_SECONDS_PER_EVENT) / (INSTANCE_VCPUS * CPU_TARGET)));
}

/** A batch waits from its first message on, or until it is full; each instance gathers its own. */
function batchesPerSecond(eventsPerSecond: number): number {
  const perInstance = eventsPerSecond / instancesFor(eventsPerSecond);
  const events = Math.min(GATHER_MESSAGES, 1 + perInstance * GATHER_SECONDS);
  return eventsPerSecond / events;
}

/** There is no naive design beside it. */
function line(name: string, usd: number): CostLine {
  return { name, usd, naiveUsd: usd };
}
