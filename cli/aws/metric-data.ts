/** Metrics of CloudWatch by a name of ours each, in one call. */
import { type CloudWatchClient, type Dimension, paginateGetMetricData } from "@aws-sdk/client-cloudwatch";
import { type LookBack, type Series, seriesOf } from "../stage/look-back.ts";

export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: "Sum" | "Average" | "Maximum";
}

const MS = 1_000;

/**
 * A step without a value is absent from the answer. Each metric is billed each time.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
export async function metricData<Name extends string>(
  client: CloudWatchClient,
  metrics: Readonly<Record<Name, Metric>>,
  look: LookBack,
  abortSignal: AbortSignal,
): Promise<Readonly<Record<Name, Series>>> {
  const names = Object.keys(metrics) as Name[];
  const found = names.map((): [number, number][] => []);
  const input = {
    StartTime: new Date(look.fromMs),
    EndTime: new Date(look.toMs),
    MetricDataQueries: names.map((name, index) => queryOf(`m${index}`, metrics[name], look.stepMs / MS)),
  };
  for await (const { MetricDataResults = [] } of paginateGetMetricData({ client }, input, { abortSignal }))
    for (const { Id = "", Timestamps = [], Values = [] } of MetricDataResults)
      for (const [index, at] of Timestamps.entries())
        found[Number(Id.slice(1))]?.push([at.getTime(), Values[index] ?? Number.NaN]);
  return Object.fromEntries(names.map((name, index) => [name, seriesOf(look, found[index] ?? [])])) as Record<
    Name,
    Series
  >;
}

function queryOf(Id: string, { namespace, name, dimensions, statistic }: Metric, Period: number) {
  const Dimensions: Dimension[] = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  return {
    Id,
    MetricStat: { Metric: { Namespace: namespace, MetricName: name, Dimensions }, Period, Stat: statistic },
    ReturnData: true,
  };
}
