/**
 * The figures of a stage on AWS: what its functions count themselves, and what Lambda, the streams and DynamoDB tell of
 * them, by the names that alarms and dashboard have. One GetMetricData a minute, a cent for each thousand metrics in it.
 * https://aws.amazon.com/cloudwatch/pricing/
 */
import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { Channel, Consumer } from "../../functions/channel.ts";
import { BY_LOCATION_INDEX } from "../../functions/dynamodb/tables.ts";
import { CONSUMER_DIMENSION, METRICS_NAMESPACE, STAGE_DIMENSION } from "../../functions/metrics.ts";
import type { Names } from "../../infra/names.ts";
import type { Status } from "../../shared/outcome.ts";
import { costSoFar } from "../cost-so-far.ts";
import { type ChannelFigures, type Figures, type StageFigures, settledEvents } from "../stage/figures.ts";
import {
  countedFigures,
  LOOK_EVERY_MS,
  LOOKED_BACK,
  type LookBack,
  lookBack,
  type Series,
  sumOf,
} from "../stage/look-back.ts";
import { stageAlarms } from "./alarms.ts";
import { type Metric, metricData } from "./metric-data.ts";

export interface AwsFiguresOptions {
  readonly client: CloudWatchClient;
  readonly stage: string;
  readonly region: string;
  readonly names: Names;
  readonly has: Readonly<Record<"kinesis" | "firehose" | "lakeOfStream", boolean>>;
  readonly nowMs?: () => number;
}

const statuses = ["stored", "duplicate", "ignored", "rejected", "retry"] as const satisfies readonly Status[];
const MS = 1_000;

export function awsFigures(options: AwsFiguresOptions): StageFigures {
  const { client, stage, has, nowMs = Date.now } = options;
  const consumers: readonly Consumer[] = [
    ...(has.kinesis ? (["kinesis"] as const) : []),
    ...(has.lakeOfStream ? (["lake"] as const) : []),
    ...(has.firehose ? (["firehose"] as const) : []),
  ];
  // Where both channels are there, the stream's function fills the tables.
  const fillsTables: Channel = has.kinesis ? "kinesis" : "firehose";
  return {
    everyMs: LOOK_EVERY_MS,
    async look(signal): Promise<Figures> {
      const look = lookBack(nowMs());
      const metrics = Object.assign({}, tableMetrics(options.names), ...consumers.map((of) => metricsOf(of, options)));
      const found = await metricData(client, metrics as Readonly<Record<string, Metric>>, look, signal);
      const channels = consumers.map((consumer) => channelOf(consumer, look, found));
      const tables = channels.find(({ channel }) => channel === fillsTables);
      const events = tables?.outcomes === undefined ? 0 : settledEvents(tables.outcomes);
      const units = sumOf(Object.keys(tableMetrics(options.names)).flatMap((name) => found[name] ?? []));
      const seconds = (look.toMs - look.fromMs) / MS;
      const cost = costSoFar("aws", { events, seconds, when: LOOKED_BACK }, options.region, fillsTables);
      return {
        channels: channels.map((figures) =>
          figures === tables && units !== undefined && events > 0
            ? { ...figures, unitsPerEvent: units / events, unit: "write units" }
            : figures,
        ),
        ...(cost !== undefined && { cost }),
        missing: [
          "writes per event: DynamoDB counts units, not items",
          "rejections by code: metrics have no codes; spaces dead-letters list counts them",
        ],
      };
    },
    alarms: (signal) => stageAlarms(client, `spaces-${stage}-`, signal),
  };
}

function metricsOf(consumer: Consumer, { stage, names }: AwsFiguresOptions): Readonly<Record<string, Metric>> {
  const own = { [CONSUMER_DIMENSION]: consumer, [STAGE_DIMENSION]: stage };
  const counts = statuses.map((name): [string, Metric] => [
    `${consumer} ${name}`,
    { namespace: METRICS_NAMESPACE, name, dimensions: own, statistic: "Sum" },
  ]);
  const ofFunction = (name: string, statistic: Metric["statistic"]): Metric => ({
    namespace: "AWS/Lambda",
    name,
    dimensions: { FunctionName: names.function[consumer] },
    statistic,
  });
  const ofStream: Pick<Metric, "namespace" | "dimensions"> =
    consumer === "firehose"
      ? { namespace: "AWS/Firehose", dimensions: { DeliveryStreamName: names.pushStream.firehose } }
      : { namespace: "AWS/Kinesis", dimensions: { StreamName: names.pushStream.kinesis } };
  return {
    ...Object.fromEntries(counts),
    // Of the shard that is farthest behind, and of the oldest record that waits for its file.
    [`${consumer} lag`]:
      consumer === "firehose"
        ? { ...ofStream, name: "DeliveryToS3.DataFreshness", statistic: "Maximum" }
        : ofFunction("IteratorAge", "Maximum"),
    [`${consumer} invocations`]: ofFunction("Invocations", "Sum"),
    [`${consumer} errors`]: ofFunction("Errors", "Sum"),
    [`${consumer} throttles`]: ofFunction("Throttles", "Sum"),
    // The same of both functions on a stream: asked for once.
    ...(consumer !== "lake" && { [`${consumer} records`]: { ...ofStream, name: "IncomingRecords", statistic: "Sum" } }),
  };
}

/** An index is counted beside its table. */
function tableMetrics({ eventsTable, stateTable, placesTable }: Names): Readonly<Record<string, Metric>> {
  const consumed = (dimensions: Metric["dimensions"]): Metric => ({
    namespace: "AWS/DynamoDB",
    name: "ConsumedWriteCapacityUnits",
    dimensions,
    statistic: "Sum",
  });
  return {
    "events table": consumed({ TableName: eventsTable }),
    "state table": consumed({ TableName: stateTable }),
    "state index": consumed({ TableName: stateTable, GlobalSecondaryIndexName: BY_LOCATION_INDEX }),
    "places table": consumed({ TableName: placesTable }),
  };
}

function channelOf(consumer: Consumer, look: LookBack, found: Readonly<Record<string, Series>>): ChannelFigures {
  const of = (name: string): Series => found[`${consumer} ${name}`] ?? [];
  const lag = of("lag");
  const invocations = sumOf(of("invocations"));
  const [records, failed, throttled] = [sumOf(of("records")), sumOf(of("errors")), sumOf(of("throttles"))];
  return {
    channel: consumer,
    ...countedFigures(look, {
      stored: of("stored"),
      duplicate: of("duplicate"),
      ignored: of("ignored"),
      rejected: of("rejected"),
      retry: of("retry"),
    }),
    // Freshness is told in seconds.
    lagMs: consumer === "firehose" ? lag.map((seconds) => (seconds === null ? null : seconds * MS)) : lag,
    ...(invocations !== undefined && {
      batches: {
        count: invocations,
        ...(records !== undefined && { records }),
        ...(failed !== undefined && { failed }),
      },
    }),
    ...(throttled !== undefined && { throttled }),
  };
}
