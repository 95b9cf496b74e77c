/** The figures of a stage by the real client, over HTTP, from a CloudWatch of which the test says what it knows. */
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AwsFiguresOptions, awsFigures } from "../../../cli/aws/figures.ts";
import { namesOf } from "../../../infra/names.ts";
import { deployment } from "../../infra/deployment.ts";
import { type Answer, type Asked, type HttpStandIn, startHttpStandIn } from "../../support/http-stand-in.ts";

const NOW_MS = Date.parse("2026-03-02T12:00:30Z");
/** Begins of the last steps, newest first. */
const [newest, before] = [Date.parse("2026-03-02T12:00Z"), Date.parse("2026-03-02T11:59Z")];
const names = namesOf("prod", "eu-west-1");
const { signal } = new AbortController();

interface Query {
  readonly Id: string;
  readonly MetricStat: {
    readonly Metric: {
      readonly Namespace: string;
      readonly MetricName: string;
      readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
    };
    readonly Period: number;
    readonly Stat: string;
  };
}

/** `SpacesPushReceiver stored service=kinesis stage=prod Sum` */
function textOf({ MetricStat: { Metric, Stat } }: Query): string {
  const dimensions = Metric.Dimensions.map(({ Name, Value }) => `${Name}=${Value}`);
  return [Metric.Namespace, Metric.MetricName, ...dimensions, Stat].join(" ");
}

function actionOf({ headers }: Asked): string {
  return String(headers["x-amz-target"]).split(".")[1] ?? "";
}

describe("The figures of a stage on AWS", () => {
  let cloudWatch: HttpStandIn;
  let client: CloudWatchClient;
  /** By metric, epoch ms and value. */
  let known: Readonly<Record<string, readonly (readonly [number, number])[]>>;
  let alarms: (asked: Asked) => Answer;

  beforeEach(async () => {
    known = {};
    alarms = () => ({ json: { MetricAlarms: [], CompositeAlarms: [] } });
    cloudWatch = await startHttpStandIn((asked) => {
      if (actionOf(asked) === "DescribeAlarms") return alarms(asked);
      const { MetricDataQueries } = JSON.parse(asked.body) as { readonly MetricDataQueries: readonly Query[] };
      const MetricDataResults = MetricDataQueries.map((query) => {
        const values = known[textOf(query)] ?? [];
        return {
          Id: query.Id,
          Label: query.MetricStat.Metric.MetricName,
          // Of JSON 1.0: epoch seconds.
          Timestamps: values.map(([atMs]) => atMs / 1_000),
          Values: values.map(([, value]) => value),
          StatusCode: "Complete",
        };
      });
      return { json: { MetricDataResults, Messages: [] } };
    });
    client = new CloudWatchClient({
      region: "eu-west-1",
      endpoint: cloudWatch.endpoint,
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
      maxAttempts: 1,
    });
  });
  afterEach(async () => {
    client.destroy();
    await cloudWatch.close();
  });

  const has = { kinesis: true, firehose: false, lakeOfStream: true };
  const figures = (options: Partial<AwsFiguresOptions> = {}) =>
    awsFigures({ client, stage: "prod", region: "eu-west-1", names, has, nowMs: () => NOW_MS, ...options });
  const own = (name: string, consumer = "kinesis") => `SpacesPushReceiver ${name} service=${consumer} stage=prod Sum`;
  const ofFunction = (name: string, statistic = "Sum", consumer: "kinesis" | "lake" = "kinesis") =>
    `AWS/Lambda ${name} FunctionName=${names.function[consumer]} ${statistic}`;

  it("invent nothing where nothing was measured", async () => {
    const { channels, cost, missing } = await figures().look(signal);
    expect(channels.map(({ channel }) => channel)).toEqual(["kinesis", "lake"]);
    for (const channel of channels) {
      expect(channel.rate).toEqual(Array(180).fill(null));
      expect(channel.lagMs).toEqual(Array(180).fill(null));
      for (const name of ["outcomes", "batches", "throttled", "unitsPerEvent"])
        expect(channel).not.toHaveProperty(name);
    }
    expect(cost).toBeUndefined();
    expect(missing).not.toEqual([]);
  });

  it("have rate, lag, outcomes, batches and units of the last three hours, by the minute", async () => {
    const counts = { stored: 540, duplicate: 30, ignored: 20, rejected: 10, retry: 7 };
    known = {
      ...Object.fromEntries(Object.entries(counts).map(([name, value]) => [own(name), [[newest, value]] as const])),
      [own("stored")]: [
        [before, 60],
        [newest, 540],
      ],
      [ofFunction("IteratorAge", "Maximum")]: [[newest, 850]],
      [ofFunction("Invocations")]: [
        [before, 2],
        [newest, 10],
      ],
      [ofFunction("Errors")]: [[newest, 0]],
      [ofFunction("Throttles")]: [[newest, 3]],
      [`AWS/Kinesis IncomingRecords StreamName=${names.pushStream.kinesis} Sum`]: [[newest, 480]],
      [`AWS/DynamoDB ConsumedWriteCapacityUnits TableName=${names.eventsTable} Sum`]: [[newest, 660]],
      [`AWS/DynamoDB ConsumedWriteCapacityUnits TableName=${names.stateTable} Sum`]: [[newest, 600]],
      [`AWS/DynamoDB ConsumedWriteCapacityUnits TableName=${names.stateTable} GlobalSecondaryIndexName=by-location Sum`]:
        [[newest, 60]],
    };
    const { channels, cost } = await figures().look(signal);
    const [kinesis] = channels;
    expect(kinesis?.rate.slice(-3)).toEqual([null, 1, 10]);
    expect(kinesis?.lagMs.slice(-2)).toEqual([null, 850]);
    expect(kinesis).toMatchObject({
      stepMs: 60_000,
      countedFromMs: newest + 60_000 - 3 * 3_600_000,
      outcomes: { ...counts, stored: 600 },
      batches: { count: 12, records: 480, failed: 0 },
      throttled: 3,
      unitsPerEvent: 2,
      unit: "write units",
    });
    expect(cost?.soFar).toBeCloseTo((660 / 1e6) * (cost?.perMillion ?? 0), 10);
    expect(cost?.says).toContain("660 events in the last 3 hours");
    expect(cost?.says).toContain("list prices of eu-west-1");
  });

  it("ask once, by the minute, for no more than two dozen metrics of a stream with its lake", async () => {
    await figures().look(signal);
    expect(cloudWatch.asked.map(actionOf)).toEqual(["GetMetricData"]);
    const { MetricDataQueries: queries, ...span } = JSON.parse(cloudWatch.asked[0]?.body ?? "");
    expect(span).toMatchObject({ StartTime: (newest + 60_000 - 3 * 3_600_000) / 1_000 });
    expect(new Set(queries.map(({ MetricStat }: Query) => MetricStat.Period))).toEqual(new Set([60]));
    expect(queries).toHaveLength(23);
  });

  it("have the wait of the Data Firehose channel in milliseconds, too", async () => {
    known = {
      [`AWS/Firehose DeliveryToS3.DataFreshness DeliveryStreamName=${names.pushStream.firehose} Maximum`]: [
        [newest, 61],
      ],
    };
    const { channels } = await figures({ has: { kinesis: false, firehose: true, lakeOfStream: false } }).look(signal);
    expect(channels.map(({ channel }) => channel)).toEqual(["firehose"]);
    expect(channels[0]?.lagMs.at(-1)).toBe(61_000);
  });

  it("ask for no metric that neither dashboard nor alarms of such a deployment stand on", async () => {
    await figures({ has: { kinesis: true, firehose: true, lakeOfStream: true } }).look(signal);
    const { MetricDataQueries } = JSON.parse(cloudWatch.asked[0]?.body ?? "") as { MetricDataQueries: Query[] };
    const both = deployment("both channels, sandbox, customer keys, mail");
    const operations = JSON.stringify(both.template("operations").toJSON());
    for (const { MetricStat } of MetricDataQueries) {
      expect(operations).toContain(MetricStat.Metric.MetricName);
      expect(operations).toContain(MetricStat.Metric.Namespace);
    }
    expect(MetricDataQueries).toHaveLength(33);
  });

  it("have the stage's alarms by their own names, with their state, since when and what they say", async () => {
    alarms = ({ body }) => {
      const { AlarmNamePrefix, NextToken } = JSON.parse(body);
      expect(AlarmNamePrefix).toBe("spaces-prod-");
      const alarm = (name: string, StateValue: string, atMs: number) => ({
        AlarmName: `spaces-prod-${name}`,
        AlarmDescription: `${name} happened. What to do: docs/runbook.md#${name}`,
        StateValue,
        StateUpdatedTimestamp: NOW_MS / 1_000,
        StateTransitionedTimestamp: atMs / 1_000,
      });
      return NextToken === undefined
        ? { json: { MetricAlarms: [alarm("kinesis-silence", "ALARM", before)], NextToken: "more" } }
        : { json: { MetricAlarms: [alarm("tables", "OK", newest), alarm("key-age", "INSUFFICIENT_DATA", newest)] } };
    };
    expect(await figures().alarms?.(signal)).toEqual([
      {
        name: "kinesis-silence",
        state: "alarm",
        since: before,
        says: "kinesis-silence happened. What to do: docs/runbook.md#kinesis-silence",
      },
      expect.objectContaining({ name: "tables", state: "ok", since: newest }),
      expect.objectContaining({ name: "key-age", state: "unknown" }),
    ]);
  });

  it("are refused with the right that is missing", async () => {
    const message = "User: x is not authorized to perform: cloudwatch:DescribeAlarms because no policy allows it";
    alarms = () => ({ status: 400, json: { __type: "com.amazonaws.cloudwatch#AccessDenied", message } });
    await expect(figures().alarms?.(signal)).rejects.toMatchObject({ message });
  });
});
