/** What is watched beyond single metrics, put to the numbers and events that it is there for. */
import { describe, expect, it } from "vitest";
import { dimensionsOf, emfLine } from "../../functions/metrics.ts";
import { type Deployment, deployment, resourcesOf } from "./deployment.ts";
import { matches } from "./event-pattern.ts";
import { evaluate } from "./metric-math.ts";
import { concrete } from "./simulate.ts";

const first = "kinesis, production, customer keys";
const watched = "kinesis, production, everything watched";

interface MetricQuery {
  readonly Id: string;
  readonly Expression?: string;
  readonly MetricStat?: { readonly Period: number; readonly Metric: { MetricName: string } };
}

interface AlarmProperties {
  readonly AlarmName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
  readonly Metrics?: readonly MetricQuery[];
  readonly Threshold: number;
  readonly ComparisonOperator: string;
  readonly TreatMissingData: string;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm: number;
}

function alarm(name: string, suffix: string): AlarmProperties {
  const found = resourcesOf(deployment(name), "AWS::CloudWatch::Alarm")
    .map(({ Properties }) => Properties as unknown as AlarmProperties)
    .find(({ AlarmName }) => AlarmName.endsWith(suffix));
  if (found === undefined) throw new Error(`${name} has no alarm ${suffix}`);
  return found;
}

type Sums = Readonly<Record<string, number | undefined>>;

/** What an alarm's math expression says of each period, given the sums of its metrics. */
function valuesOf(properties: AlarmProperties, periods: readonly Sums[]): readonly (number | undefined)[] {
  const queries = properties.Metrics ?? [];
  const expression = queries.find(({ Expression }) => Expression !== undefined)?.Expression ?? "";
  const stats = queries.flatMap(({ Id, MetricStat }) => (MetricStat === undefined ? [] : [{ Id, ...MetricStat }]));
  const seconds = stats[0]?.Period ?? 0;
  return periods.map((sums) => {
    const metrics = Object.fromEntries(stats.map(({ Id, Metric }) => [Id, sums[Metric.MetricName]]));
    return evaluate(expression, metrics, seconds);
  });
}

/** Whether an alarm on a math expression rings. */
function rings(properties: AlarmProperties, periods: readonly Sums[]): boolean {
  const beyond = valuesOf(properties, periods.slice(-properties.EvaluationPeriods)).filter((value) => {
    if (value === undefined) return properties.TreatMissingData === "breaching";
    expect(properties.ComparisonOperator).toBe("GreaterThanThreshold");
    return value > properties.Threshold;
  });
  return beyond.length >= properties.DatapointsToAlarm;
}

describe.each(["kinesis", "lake"])("records that arrive while nothing is invoked: %s", (consumer) => {
  const properties = alarm(first, `${consumer}-not-invoked`);
  const three = (sums: Readonly<Record<string, number | undefined>>) => [sums, sums, sums];

  it("ring after 15 minutes, whether the mapping counts zero or says nothing at all", () => {
    expect(rings(properties, three({ IncomingRecords: 5, InvokedEventCount: undefined }))).toBe(true);
    expect(rings(properties, three({ IncomingRecords: 5, InvokedEventCount: 0 }))).toBe(true);
    const [{ MetricStat } = {}] = (properties.Metrics ?? []).filter((query) => query.MetricStat !== undefined);
    expect(properties.EvaluationPeriods * (MetricStat?.Period ?? 0)).toBe(15 * 60);
  });

  it("do not ring while the function is invoked, nor for one late value", () => {
    expect(rings(properties, three({ IncomingRecords: 5, InvokedEventCount: 3 }))).toBe(false);
    const busy = { IncomingRecords: 5, InvokedEventCount: 5 };
    expect(rings(properties, [busy, busy, { IncomingRecords: 5, InvokedEventCount: undefined }])).toBe(false);
  });

  it("do not ring in a silence, which has an alarm of its own", () => {
    expect(rings(properties, three({ IncomingRecords: undefined, InvokedEventCount: undefined }))).toBe(false);
    expect(rings(properties, three({ IncomingRecords: 0, InvokedEventCount: undefined }))).toBe(false);
  });
});

describe("more records a second than configured", () => {
  it("ring after 15 minutes, and one burst does not", () => {
    const properties = alarm(watched, "kinesis-rate");
    const at = (perSecond: number) => ({ IncomingRecords: perSecond * 300 });
    expect(rings(properties, [at(2_001), at(2_001), at(2_001)])).toBe(true);
    expect(rings(properties, [at(2_000), at(2_000), at(2_000)])).toBe(false);
    expect(rings(properties, [at(10), at(50_000), at(10)])).toBe(false);
  });

  it("are not watched where no rate is configured", () => {
    expect(() => alarm(first, "kinesis-rate")).toThrow("no alarm");
  });
});

describe("what the functions count", () => {
  it.each(["kinesis", "lake"] as const)(
    "is what the alarm reads, stage and all, and another stage's is not: %s",
    (consumer) => {
      const emitted = (stage: string) => {
        const counts = { received: 1, stored: 0, duplicate: 0, ignored: 0, rejected: 1, retry: 0 };
        const line = emfLine(dimensionsOf(consumer, { STAGE: stage }), { ...counts, rejections: {} }, 0);
        const log = JSON.parse(line) as Readonly<Record<string, string>> & {
          readonly _aws: { readonly CloudWatchMetrics: readonly { readonly Dimensions: readonly string[][] }[] };
        };
        const [names = []] = log._aws.CloudWatchMetrics[0]?.Dimensions ?? [];
        return names
          .map((Name) => ({ Name, Value: log[Name] }))
          .sort((one, other) => one.Name.localeCompare(other.Name));
      };
      const { Dimensions } = alarm(first, `${consumer}-rejected`);
      expect(Dimensions).toEqual(emitted("prod"));
      expect(Dimensions).not.toEqual(emitted("dev"));
    },
  );
});

describe("throttling of a table or its index", () => {
  const throttled = { WriteThrottleEvents: 3, ReadThrottleEvents: 3 };

  it.each([
    "events-table-write-throttles",
    "events-table-read-throttles",
    "state-table-write-throttles",
    "state-table-read-throttles",
    "places-table-write-throttles",
    "state-by-location-write-throttles",
  ])("rings after 15 minutes, and is over when DynamoDB counts nothing more: %s", (name) => {
    const properties = alarm(first, name);
    expect(rings(properties, [throttled, throttled, throttled])).toBe(true);
    expect(rings(properties, [throttled, {}, throttled])).toBe(false);
    // Whatever the alarm says of missing data, CloudWatch leaves one on DynamoDB's metrics in the state it is in.
    expect(valuesOf(properties, [{}, {}, {}])).toEqual([0, 0, 0]);
  });

  it("has an alarm with the index's dimension, since the table's does not count it", () => {
    const [query] = (alarm(first, "state-by-location-write-throttles").Metrics ?? []).flatMap(
      ({ MetricStat }) => MetricStat ?? [],
    );
    expect(query?.Metric).toMatchObject({
      Dimensions: [
        { Name: "GlobalSecondaryIndexName", Value: "by-location" },
        { Name: "TableName", Value: "spaces-prod-state" },
      ],
    });
  });

  it("tells the key where that is asked for, of the tables and of the index", () => {
    const insights = (name: string) =>
      resourcesOf(deployment(name), "AWS::DynamoDB::GlobalTable").flatMap(({ Properties }) =>
        (Properties.Replicas as { ContributorInsightsSpecification: object; GlobalSecondaryIndexes?: object[] }[])
          .flatMap((replica) => [replica, ...(replica.GlobalSecondaryIndexes ?? [])])
          .map((one) => (one as { ContributorInsightsSpecification: object }).ContributorInsightsSpecification),
      );
    const throttledKeys = { Enabled: true, Mode: "THROTTLED_KEYS" };
    expect(insights(watched)).toEqual(Array(4).fill(throttledKeys));
    expect(insights(first)).toEqual(Array(4).fill({ Enabled: false }));
  });
});

describe("spend", () => {
  it("has a budget of the configured amount, spent or forecast, over what carries the stage's tag", () => {
    const [budget] = resourcesOf(deployment(watched), "AWS::Budgets::Budget");
    expect(budget?.Properties).toMatchObject({
      Budget: {
        TimeUnit: "MONTHLY",
        BudgetLimit: { Amount: 900, Unit: "USD" },
        CostFilters: { TagKeyValue: ["user:spaces:stage$prod"] },
      },
      NotificationsWithSubscribers: [
        { Notification: { NotificationType: "ACTUAL" } },
        { Notification: { NotificationType: "FORECASTED" } },
      ],
    });
    expect(resourcesOf(deployment(first), "AWS::Budgets::Budget")).toEqual([]);
  });
});

function rule(found: Deployment, name: RegExp) {
  const [one] = resourcesOf(found, "AWS::Events::Rule").filter(({ Properties }) => name.test(String(Properties.Name)));
  return concrete(found, "operations", one?.Properties) as { EventPattern: Readonly<Record<string, unknown>> };
}

describe("the customer key", () => {
  const found = deployment(first);
  const { EventPattern } = rule(found, /customer-key$/);
  const [key = ""] = Object.entries(found.templates.get("event-store")?.Resources ?? {})
    .filter(([, { Type }]) => Type === "AWS::KMS::Key")
    .map(([id]) => String(concrete(found, "event-store", { "Fn::GetAtt": [id, "Arn"] })));
  const call = (eventName: string, ARN = key, more = {}) => ({
    source: "aws.kms",
    "detail-type": "AWS API Call via CloudTrail",
    detail: {
      eventSource: "kms.amazonaws.com",
      eventName,
      resources: [{ ARN, accountId: "111122223333", type: "AWS::KMS::Key" }],
      ...more,
    },
  });

  it.each(["DisableKey", "ScheduleKeyDeletion"])("tells of %s", (eventName) => {
    expect(matches(EventPattern, call(eventName))).toBe(true);
  });

  it("tells neither of another key, nor of another call, nor of one that was refused", () => {
    expect(matches(EventPattern, call("DisableKey", "arn:aws:kms:eu-west-1:111122223333:key/other"))).toBe(false);
    expect(matches(EventPattern, call("Decrypt"))).toBe(false);
    expect(matches(EventPattern, call("DisableKey", key, { errorCode: "AccessDenied" }))).toBe(false);
  });
});

describe("the push key, where its use is logged", () => {
  const found = deployment(watched);
  const { EventPattern } = rule(found, /push-key$/);
  const { userName } = (EventPattern.detail as { userIdentity: { userName: string[] } }).userIdentity;
  const call = (eventSource: string, more = {}) => ({
    "detail-type": "AWS API Call via CloudTrail",
    detail: { eventSource, userIdentity: { userName: userName[0] }, ...more },
  });

  it("rings for a put that is refused, and for any use but a put", () => {
    expect(matches(EventPattern, call("kinesis.amazonaws.com", { errorCode: "AccessDenied" }))).toBe(true);
    expect(matches(EventPattern, call("sts.amazonaws.com"))).toBe(true);
    expect(matches(EventPattern, call("iam.amazonaws.com", { errorCode: "AccessDenied" }))).toBe(true);
  });

  it("is told of calls that only read, which a rule is not unless it says so", () => {
    const [one] = resourcesOf(found, "AWS::Events::Rule").filter(({ Properties }) =>
      String(Properties.Name).endsWith("push-key"),
    );
    expect(one?.Properties.State).toBe("ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
  });

  it("does not ring for a put, its data key, or somebody else", () => {
    expect(matches(EventPattern, call("kinesis.amazonaws.com"))).toBe(false);
    expect(matches(EventPattern, call("kms.amazonaws.com"))).toBe(false);
    expect(matches(EventPattern, call("sts.amazonaws.com", { userIdentity: { userName: "somebody" } }))).toBe(false);
  });

  it("is logged for the puts of this user into this stream, and the rule's finds are counted", () => {
    const [trail] = resourcesOf(found, "AWS::CloudTrail::Trail");
    const { AdvancedEventSelectors } = concrete(found, "operations", trail?.Properties) as {
      AdvancedEventSelectors: { FieldSelectors: { Field: string; Equals: string[] }[] }[];
    };
    const selected = Object.fromEntries(
      (AdvancedEventSelectors[0]?.FieldSelectors ?? []).map(({ Field, Equals }) => [Field, Equals]),
    );
    expect(selected).toMatchObject({ eventCategory: ["Data"], "resources.type": ["AWS::Kinesis::Stream"] });
    expect(selected["userIdentity.arn"]).toEqual([`arn:aws:iam::111122223333:user/${userName[0]}`]);
    expect(alarm(watched, "kinesis-push-key").Dimensions).toEqual([
      { Name: "RuleName", Value: "spaces-prod-push-key" },
    ]);
  });

  it("is not logged unless it is asked for", () => {
    expect(resourcesOf(deployment(first), "AWS::CloudTrail::Trail")).toEqual([]);
  });
});
