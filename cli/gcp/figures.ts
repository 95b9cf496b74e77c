/**
 * The figures of a stage on Google Cloud, as Cloud Monitoring has them: what became of events by the log metrics of
 * `gcp/infra`, what waits by Pub/Sub's, writes and units by Firestore's. Nine series a look, of a million a month that
 * are free: https://cloud.google.com/stackdriver/pricing
 */
import type { Status } from "../../shared/outcome.ts";
import { costSoFar } from "../cost-so-far.ts";
import { type ChannelFigures, type Figures, type StageFigures, settledEvents } from "../stage/figures.ts";
import { countedFigures, LOOK_EVERY_MS, LOOKED_BACK, lookBack, sumOf } from "../stage/look-back.ts";
import { stageAlerts } from "./alerts.ts";
import type { Monitoring } from "./monitoring.ts";
import type { Outputs } from "./outputs.ts";
import { type Measured, timeSeries } from "./time-series.ts";

/** As `gcp/infra` writes them for its alerts. */
export interface FigureFilters {
  readonly published: string;
  readonly oldest: string;
  /** What became of events, by outcome. */
  readonly events: Readonly<Record<Status, string>>;
}

const CHANNEL = "pubsub";
const MS = 1_000;
const statuses = ["stored", "duplicate", "ignored", "rejected", "retry"] as const satisfies readonly Status[];

export interface GoogleFiguresOptions {
  readonly outputs: Outputs;
  readonly monitoring: Monitoring;
  readonly nowMs?: () => number;
}

/** Absent where the outputs are of a version that did not tell where the figures are. */
export function googleFigures({
  outputs,
  monitoring,
  nowMs = Date.now,
}: GoogleFiguresOptions): StageFigures | undefined {
  const { figures: filters, alerts = {}, firestore_database: database = "" } = outputs;
  if (filters === undefined) return undefined;
  return {
    everyMs: LOOK_EVERY_MS,
    async look(signal): Promise<Figures> {
      const look = lookBack(nowMs());
      const ask = (filter: string, as: "sum" | "max") => timeSeries(monitoring, { filter, as }, look, signal);
      const [published, oldest, writes, units, ...events] = await Promise.all([
        ask(filters.published, "sum"),
        ask(filters.oldest, "max"),
        ask(firestoreFilter("document/write_ops_count", database), "sum"),
        ask(firestoreFilter("api/billable_write_units", database), "sum"),
        ...statuses.map((status) => ask(filters.events[status], "sum")),
      ]);
      const counts = Object.fromEntries(statuses.map((status, index) => [status, events[index]?.values ?? []]));
      const counted = countedFigures(look, counts as Readonly<Record<Status, Measured["values"]>>);
      const settled = counted.outcomes === undefined ? 0 : settledEvents(counted.outcomes);
      const [records, batches] = [sumOf(published.values), sumOf(events[0]?.counts ?? [])];
      const cost = costSoFar("gcp", { events: settled, seconds: (look.toMs - look.fromMs) / MS, when: LOOKED_BACK });
      const channel: ChannelFigures = {
        channel: CHANNEL,
        ...counted,
        lagMs: oldest.values.map((seconds) => (seconds === null ? null : seconds * MS)),
        ...(batches !== undefined && { batches: { count: batches, ...(records !== undefined && { records }) } }),
        ...perEvent("writesPerEvent", sumOf(writes.values), settled),
        ...perEvent("unitsPerEvent", sumOf(units.values), settled, { unit: "write units" }),
      };
      return {
        channels: [channel],
        ...(cost !== undefined && { cost }),
        missing: [
          "failed batches: Cloud Monitoring has them by message, not by batch",
          "rejections by code: metrics have no codes; spaces dead-letters list counts them",
        ],
      };
    },
    alarms: (signal) => stageAlerts(monitoring, alerts, signal),
  };
}

function perEvent(
  name: "writesPerEvent" | "unitsPerEvent",
  sum: number | undefined,
  events: number,
  others: Pick<ChannelFigures, "unit"> = {},
): Partial<ChannelFigures> {
  return sum === undefined || events === 0 ? {} : { [name]: sum / events, ...others };
}

/** https://cloud.google.com/monitoring/api/metrics_gcp_d_h#gcp-firestore; `database` is its whole name. */
function firestoreFilter(metric: string, database: string): string {
  const id = database.split("/").at(-1) ?? "";
  return `metric.type="firestore.googleapis.com/${metric}" AND resource.type="firestore.googleapis.com/Database" AND resource.labels.database_id="${id}"`;
}
