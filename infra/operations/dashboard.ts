/** One dashboard, to be read from top to bottom: is anything wrong, does anything arrive, is it stored, what holds it up. */
import { type AlarmBase, AlarmStatusWidget, GraphWidget, type IMetric } from "aws-cdk-lib/aws-cloudwatch";
import { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { MonitoringFacade } from "cdk-monitoring-constructs";
import type { Consumer } from "../../functions/channel.ts";
import { stateTable } from "../../functions/dynamodb/tables.ts";
import type { SpacesConfig } from "../config/spaces-config.ts";
import type { Names } from "../names.ts";
import { consumerMetric, deliveryMetric, executionMetric, failedExecutions, keyAge, streamMetric } from "./metrics.ts";

const FULL_WIDTH = 24;
const HALF_WIDTH = 12;
const HEIGHT = 6;
/** Compaction is asked four times a day. */
const RUN_MINUTES = 360;

export function drawDashboard(
  facade: MonitoringFacade,
  config: SpacesConfig,
  names: Names,
  alarms: readonly AlarmBase[],
  compactionArn: string,
): void {
  const { kinesis, firehose } = config.channels;
  const transforms = firehose.enabled && firehose.transform;
  facade.addLargeHeader(`Spaces push receiver, ${config.stage}: read from top to bottom; help is in docs/runbook.md`);
  facade.addMediumHeader("1. Is anything wrong?");
  facade.addWidget(new AlarmStatusWidget({ title: "Alarms", alarms: [...alarms], width: FULL_WIDTH, height: HEIGHT }));
  facade.addMediumHeader("2. Does anything arrive?");
  facade.addWidget(
    graph("Records pushed, per 5 minutes", [
      ...(kinesis.enabled ? [streamMetric(names.pushStream.kinesis, "IncomingRecords", "Sum")] : []),
      ...(firehose.enabled ? [deliveryMetric(names.pushStream.firehose, "IncomingRecords", "Sum")] : []),
    ]),
  );
  facade.addMediumHeader("3. Is it stored, and how soon?");
  const writesLake = kinesis.enabled && kinesis.writeLake;
  if (kinesis.enabled) fates(facade, config.stage, "kinesis");
  if (writesLake) fates(facade, config.stage, "lake");
  if (transforms) fates(facade, config.stage, "firehose");
  if (config.lake.enabled && config.lake.compaction) compaction(facade, compactionArn);
  if (kinesis.enabled) {
    facade.addMediumHeader("4. What holds the kinesis channel up?");
    const lambdaFunction = LambdaFunction.fromFunctionName(facade, "Processor", names.function.kinesis);
    facade.monitorLambdaFunction({ lambdaFunction, humanReadableName: "Processor" });
    facade.monitorKinesisDataStream({ streamName: names.pushStream.kinesis, humanReadableName: "Stream" });
    if (writesLake) {
      const writer = LambdaFunction.fromFunctionName(facade, "Writer", names.function.lake);
      facade.monitorLambdaFunction({ lambdaFunction: writer, humanReadableName: "Lake writer" });
    }
  }
  if (firehose.enabled) {
    facade.addMediumHeader("5. What holds the firehose channel up?");
    if (transforms) {
      const lambdaFunction = LambdaFunction.fromFunctionName(facade, "Transform", names.function.firehose);
      facade.monitorLambdaFunction({ lambdaFunction, humanReadableName: "Transform", isIterator: false });
    }
    delivery(facade, names.pushStream.firehose, "Delivery stream", transforms);
  }
  facade.addMediumHeader("6. Do the tables keep up, and are the keys fresh?");
  for (const [id, tableName] of [
    ["EventsTable", names.eventsTable] as const,
    ["StateTable", names.stateTable] as const,
    ["PlacesTable", names.placesTable] as const,
  ]) {
    facade.monitorDynamoTable({ table: TableV2.fromTableName(facade, id, tableName), humanReadableName: tableName });
  }
  for (const { name } of stateTable.indexes) {
    facade.monitorDynamoTableGlobalSecondaryIndex({
      table: TableV2.fromTableName(facade, `StateTable-${name}`, names.stateTable),
      globalSecondaryIndexName: name,
      humanReadableName: `${names.stateTable}, ${name}`,
    });
  }
  const users = (["kinesis", "firehose"] as const).filter((channel) => config.channels[channel].enabled);
  facade.addWidget(
    graph(
      "Age of the push keys, days",
      users.map((channel) => keyAge(names.pushUser[channel])),
    ),
  );
}

function fates(facade: MonitoringFacade, stage: string, consumer: Consumer): void {
  const fate = (name: Parameters<typeof consumerMetric>[2]) => consumerMetric(stage, consumer, name, "Sum", 5, name);
  facade.addWidget(
    graph(
      `Events by fate, ${consumer}`,
      [fate("received"), fate("stored"), fate("duplicate"), fate("ignored"), fate("rejected"), fate("retry")],
      HALF_WIDTH,
    ),
  );
  facade.addWidget(
    graph(
      `Age of an event when it is stored, ms, ${consumer}`,
      [
        consumerMetric(stage, consumer, "event_age", "Average", 5, "median of a batch"),
        consumerMetric(stage, consumer, "event_age_max", "Maximum", 5, "oldest"),
      ],
      HALF_WIDTH,
    ),
  );
}

function compaction(facade: MonitoringFacade, arn: string): void {
  facade.addWidget(
    graph(
      "Runs of the lake's compaction, per 6 hours",
      [executionMetric(arn, "ExecutionsSucceeded", RUN_MINUTES), failedExecutions(arn, RUN_MINUTES)],
      HALF_WIDTH,
    ),
  );
  facade.addWidget(
    graph("The longest of these runs, ms", [executionMetric(arn, "ExecutionTime", RUN_MINUTES, "Maximum")], HALF_WIDTH),
  );
}

function delivery(facade: MonitoringFacade, deliveryStreamName: string, name: string, converts: boolean): void {
  facade.monitorKinesisFirehose({
    deliveryStreamName,
    humanReadableName: name,
    isDataFormatConversionEnabled: converts,
  });
  facade.addWidget(
    graph(`Age of the oldest record not yet in S3, seconds: ${name}`, [
      deliveryMetric(deliveryStreamName, "DeliveryToS3.DataFreshness", "Maximum"),
    ]),
  );
}

function graph(title: string, left: IMetric[], width = FULL_WIDTH): GraphWidget {
  return new GraphWidget({ title, left, width, height: HEIGHT });
}
