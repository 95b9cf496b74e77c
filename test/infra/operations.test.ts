/** Alarms and dashboard: what wakes somebody, what it says, and where it sends them. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fixedParts } from "../../cli/cost-model.ts";
import { eventsTable, placesTable, stateTable } from "../../functions/dynamodb/tables.ts";
import { keyAgeDays } from "../../infra/key-age/key-age.ts";
import { keyAgeMetric } from "../../infra/key-age/metric.ts";
import { runbookSections } from "../../infra/operations/alarm.ts";
import { deployment, resourcesOf, variants } from "./deployment.ts";
import { concrete } from "./simulate.ts";

interface AlarmProperties {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly AlarmActions: readonly unknown[];
  readonly TreatMissingData: string;
  readonly EvaluationPeriods: number;
  readonly Period: number;
  readonly ActionsEnabled: boolean;
}

const runbook = readFileSync(new URL("../../docs/runbook.md", import.meta.url), "utf8");
const sections = [...runbook.matchAll(/^## (.+)$/gm)].map(([, title]) =>
  String(title)
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, "")
    .replaceAll(" ", "-"),
);

function alarmsOf(name: string): readonly AlarmProperties[] {
  return resourcesOf(deployment(name), "AWS::CloudWatch::Alarm").map(({ Properties }) => Properties as never);
}

describe.each(Object.keys(variants))("%s", (name) => {
  const alarms = alarmsOf(name);

  it("has alarms that reach a topic and say what happened and which runbook section helps", () => {
    expect(alarms.length).toBeGreaterThan(6);
    for (const { AlarmDescription, AlarmActions, ActionsEnabled } of alarms) {
      const [, section] = /^[A-Z].{30,} What to do: docs\/runbook\.md#([a-z-]+)$/.exec(AlarmDescription) ?? [];
      expect(sections).toContain(section);
      expect(AlarmDescription.length).toBeLessThanOrEqual(1_024);
      expect(AlarmActions).toHaveLength(1);
      expect(ActionsEnabled).toBe(true);
    }
  });

  it("has alarm names that are not used twice", () => {
    expect(new Set(alarms.map(({ AlarmName }) => AlarmName)).size).toBe(alarms.length);
  });

  it("has one dashboard, with each table and index", () => {
    const dashboards = resourcesOf(deployment(name), "AWS::CloudWatch::Dashboard");
    expect(dashboards).toHaveLength(1);
    const body = JSON.stringify(concrete(deployment(name), "operations", dashboards[0]?.Properties.DashboardBody));
    const names = [eventsTable, stateTable, placesTable].flatMap(({ indexes }) => indexes.map((index) => index.name));
    for (const shown of ["events", "state", "places"].map((table) => `spaces-${variants[name]?.stage}-${table}`))
      expect(body).toContain(`\\"TableName\\",\\"${shown}\\"`);
    for (const shown of names) expect(body).toContain(`\\"GlobalSecondaryIndexName\\",\\"${shown}\\"`);
  });

  it("shows the lake's function and the runs of compaction, where these are deployed", () => {
    const [dashboard] = resourcesOf(deployment(name), "AWS::CloudWatch::Dashboard");
    const body = JSON.stringify(concrete(deployment(name), "operations", dashboard?.Properties.DashboardBody));
    const stage = variants[name]?.stage;
    const writer = resourcesOf(deployment(name), "AWS::Lambda::EventSourceMapping").some(
      ({ Properties }) => Properties.Enabled !== false && JSON.stringify(Properties).includes("Writer"),
    );
    const machine = resourcesOf(deployment(name), "AWS::StepFunctions::StateMachine").length > 0;
    expect(body.includes(`\\"FunctionName\\",\\"spaces-${stage}-kinesis-lake\\"`)).toBe(writer);
    for (const shown of ["ExecutionsSucceeded", "ExecutionsFailed", "ExecutionTime"])
      expect(body.includes(`\\"AWS/States\\",\\"${shown}\\",\\"StateMachineArn\\"`)).toBe(machine);
  });
});

describe("both channels", () => {
  const names = alarmsOf("both channels, sandbox, customer keys, mail").map(({ AlarmName }) =>
    AlarmName.replace(/^spaces-dev-/, ""),
  );

  it.each([
    "kinesis-silence",
    "kinesis-iterator-age",
    "kinesis-iterator-age-critical",
    "kinesis-errors",
    "kinesis-throttles",
    "kinesis-duration",
    "kinesis-rejected",
    "kinesis-given-up",
    "kinesis-dropped",
    "kinesis-write-throttles",
    "kinesis-read-throttles",
    "kinesis-put-failures",
    "kinesis-batch-put-failures",
    "kinesis-key-age",
    "lake-not-invoked",
    "lake-iterator-age",
    "lake-iterator-age-critical",
    "lake-errors",
    "lake-throttles",
    "lake-duration",
    "lake-given-up",
    "lake-dropped",
    "lake-rejected",
    "firehose-silence",
    "firehose-transform",
    "firehose-conversion",
    "firehose-freshness",
    "firehose-errors",
    "firehose-rejected",
    "firehose-key-age",
    "events-table-write-throttles",
    "state-table-read-throttles",
    "places-table-write-throttles",
    "places-table-read-throttles",
    "state-by-location-write-throttles",
  ])("are watched for %s", (alarm) => {
    expect(names).toContain(alarm);
  });
});

describe("a lake that the Kinesis channel does not write", () => {
  it("has no alarm on the function that would, which would ring for ever", () => {
    const names = alarmsOf("both channels, production, AWS keys").map(({ AlarmName }) => AlarmName);
    expect(names.filter((alarm) => alarm.startsWith("spaces-prod-lake-"))).toEqual([]);
  });
});

describe("silence", () => {
  it("is no value at all for as long as configured", () => {
    const silence = alarmsOf("kinesis, production, customer keys").find(({ AlarmName }) =>
      AlarmName.endsWith("-silence"),
    );
    expect(silence).toMatchObject({ TreatMissingData: "breaching" });
    expect((silence?.EvaluationPeriods ?? 0) * (silence?.Period ?? 0)).toBe(60 * 60);
  });
});

describe("the topic", () => {
  it("is the one given, and none is made", () => {
    const name = "kinesis, an existing topic, no pseudonyms";
    expect(resourcesOf(deployment(name), "AWS::SNS::Topic")).toEqual([]);
    expect(alarmsOf(name)[0]?.AlarmActions).toEqual(["arn:aws:sns:eu-west-1:111122223333:oncall"]);
  });

  it("mails whom the configuration names", () => {
    const [subscription] = resourcesOf(
      deployment("both channels, sandbox, customer keys, mail"),
      "AWS::SNS::Subscription",
    );
    expect(subscription?.Properties).toMatchObject({ Protocol: "email", Endpoint: "oncall@example.com" });
  });
});

describe("the cost model", () => {
  it("bills the alarms, by the metrics they look at, the keys and the secrets that are deployed", () => {
    const found = deployment("kinesis, production, customer keys");
    const looked = resourcesOf(found, "AWS::CloudWatch::Alarm").map(
      ({ Properties }) =>
        (Properties.Metrics as object[] | undefined)?.filter((query) => "MetricStat" in query).length ?? 1,
    );
    expect(looked.reduce((sum, metrics) => sum + metrics)).toBeLessThanOrEqual(fixedParts.alarms);
    expect(resourcesOf(found, "AWS::KMS::Key")).toHaveLength(fixedParts.keys);
    expect(resourcesOf(found, "AWS::SecretsManager::Secret")).toHaveLength(fixedParts.secrets);
  });
});

describe("the runbook", () => {
  it("has a section for everything an alarm can name, and no other", () => {
    expect([...sections].sort()).toEqual([...runbookSections].sort());
  });
});

describe("the age of a push key", () => {
  const day = 86_400_000;
  const key = (Status: "Active" | "Inactive", days: number) => ({
    Status,
    CreateDate: new Date(1_000 * day - days * day),
  });

  it("is that of the oldest active one", () => {
    expect(keyAgeDays([key("Active", 3), key("Active", 90), key("Inactive", 400)], 1_000 * day)).toBe(90);
  });

  it("is 0 where nobody can push", () => {
    expect(keyAgeDays([key("Inactive", 400)], 1_000 * day)).toBe(0);
    expect(keyAgeDays([], 1_000 * day)).toBe(0);
  });

  it("is written as the metric that the alarm reads", () => {
    expect(keyAgeMetric("spaces-prod-kinesis-push", 91, 5)).toMatchObject({
      _aws: { Timestamp: 5, CloudWatchMetrics: [{ Dimensions: [["user"]], Metrics: [{ Name: "push_key_age_days" }] }] },
      user: "spaces-prod-kinesis-push",
      push_key_age_days: 91,
    });
  });
});
