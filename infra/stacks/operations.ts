/** Alarms, the topic they speak to, and the dashboard. It knows the others by name, and can be deployed again at any time. */
import { CfnOutput, Duration } from "aws-cdk-lib";
import { ComparisonOperator, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import type { Code } from "aws-cdk-lib/aws-lambda";
import { type ITopic, Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import {
  type AlarmFactory,
  DefaultDashboardFactory,
  MonitoringFacade,
  SnsAlarmActionStrategy,
} from "cdk-monitoring-constructs";
import type { Construct } from "constructs";
import type { SpacesConfig } from "../config/spaces-config.ts";
import { AlarmTopic, type Publisher } from "../constructs/alarm-topic.ts";
import { stateMachineArnOf } from "../constructs/compaction.ts";
import { watchCustomerKey } from "../constructs/customer-key-watch.ts";
import { KeyAgeCheck } from "../constructs/key-age-check.ts";
import { PushKeyAudit } from "../constructs/push-key-audit.ts";
import { SpacesStack } from "../constructs/spaces-stack.ts";
import { spendBudget } from "../constructs/spend-budget.ts";
import { TenantSilenceCheck } from "../constructs/tenant-silence-check.ts";
import { acknowledge } from "../nag.ts";
import { type AlarmDefinition, alarmDescription } from "../operations/alarm.ts";
import { firehoseAlarms, kinesisAlarms, lakeAlarms, storeAlarms, tenantAlarms } from "../operations/channel-alarms.ts";
import { compactionAlarms } from "../operations/common-alarms.ts";
import { drawDashboard } from "../operations/dashboard.ts";
import type { EventStoreStack } from "./event-store.ts";
import type { KinesisLakeStack } from "./kinesis-lake.ts";
import type { KinesisProcessorStack } from "./kinesis-processor.ts";
import type { KinesisTargetStack } from "./kinesis-target.ts";

export interface KinesisStacks {
  readonly target: KinesisTargetStack;
  readonly processor: KinesisProcessorStack;
  /** `undefined` without a lake. */
  readonly writer: KinesisLakeStack | undefined;
}

interface OperationsProps {
  readonly code: { readonly keyAge: Code; readonly tenantSilence: Code };
  readonly store: EventStoreStack;
  /** `undefined` where the channel is off. */
  readonly kinesis: KinesisStacks | undefined;
}

export class OperationsStack extends SpacesStack {
  constructor(scope: Construct, config: SpacesConfig, props: OperationsProps) {
    const { code, store, kinesis } = props;
    super(scope, "operations", config, { holdsData: false });
    const { names } = this;
    const topic = this.alarmTopic(config);
    const facade = new MonitoringFacade(this, "Monitoring", {
      alarmFactoryDefaults: {
        actionsEnabled: true,
        alarmNamePrefix: `spaces-${config.stage}`,
        action: new SnsAlarmActionStrategy({ onAlarmTopic: topic, onOkTopic: topic }),
      },
      dashboardFactory: new DefaultDashboardFactory(this, "Dashboards", { dashboardNamePrefix: names.dashboard }),
    });
    const compactionArn = stateMachineArnOf(this, names.compaction);
    const definitions = [
      ...(kinesis === undefined ? [] : kinesisAlarms(config, names, kinesis.processor.eventSourceMappingId)),
      ...(kinesis?.writer !== undefined && config.channels.kinesis.writeLake
        ? lakeAlarms(config, names, kinesis.writer.eventSourceMappingId)
        : []),
      ...(config.channels.firehose.enabled ? firehoseAlarms(config, names) : []),
      ...storeAlarms(names),
      ...tenantAlarms(config),
      ...compactionAlarms(config.lake, compactionArn),
    ];
    const factory = facade.createAlarmFactory(`spaces-${config.stage}`);
    const alarms = definitions.map((definition) => addAlarm(factory, config.stage, definition));
    drawDashboard(facade, config, names, alarms, compactionArn);
    const users = (["kinesis", "firehose"] as const)
      .filter((channel) => config.channels[channel].enabled)
      .map((channel) => names.pushUser[channel]);
    new KeyAgeCheck(this, "KeyAge", {
      functionName: names.keyAgeFunction,
      code: code.keyAge,
      users,
      encryptionKey: store.encryptionKey,
      logRetentionDays: config.logRetentionDays,
    });
    this.watch(config, props, topic, users);
    acknowledge(this, "noticeRedrive");
    acknowledge(this, "noAsynchronousCalls");
    acknowledge(this, "noTracing");
    new CfnOutput(this, "AlarmTopic", {
      description: "Topic of all alarms; subscribe whoever shall be woken",
      value: topic.topicArn,
    });
  }

  /** What no metric of the services tells. */
  private watch(config: SpacesConfig, props: OperationsProps, topic: ITopic, users: readonly string[]): void {
    const { names } = this;
    const { stage, alarms } = config;
    const { store, kinesis } = props;
    watchCustomerKey(this, { ruleName: names.customerKeyRule, stage, customerKey: store.customerKey, topic });
    if (alarms.tenantSilenceHours !== undefined) {
      new TenantSilenceCheck(this, "TenantSilence", {
        functionName: names.tenantSilenceFunction,
        code: props.code.tenantSilence,
        stage,
        silenceHours: alarms.tenantSilenceHours,
        tables: config.tables,
        store,
        logRetentionDays: config.logRetentionDays,
      });
    }
    if (alarms.monthlySpendUsd !== undefined) {
      spendBudget(this, {
        budgetName: names.budget,
        monthlyUsd: alarms.monthlySpendUsd,
        stage: alarms.spendOf === "stage" ? stage : undefined,
        topicArn: topic.topicArn,
      });
    }
    if (alarms.pushKeyAudit && kinesis !== undefined) {
      new PushKeyAudit(this, "PushKeyAudit", {
        name: names.pushKeyAudit,
        stage,
        users,
        streamArn: kinesis.target.stream.streamArn,
        logRetentionDays: config.logRetentionDays,
        removalPolicy: this.removalPolicy,
      });
    }
  }

  private alarmTopic({ stage, alarms }: SpacesConfig): ITopic {
    if (alarms.topicArn !== undefined) return Topic.fromTopicArn(this, "AlarmTopicGiven", alarms.topicArn);
    const publishers: Publisher[] = [
      "cloudwatch",
      "events",
      ...(alarms.monthlySpendUsd === undefined ? [] : ["budgets" as const]),
    ];
    const { topic } = new AlarmTopic(this, "Alarms", { stage, publishers });
    if (alarms.email !== undefined) {
      topic.addSubscription(new EmailSubscription(alarms.email));
      acknowledge(this, "mailRedrive");
    }
    return topic;
  }
}

function addAlarm(factory: AlarmFactory, stage: string, definition: AlarmDefinition) {
  const { metric, name, threshold, periods, periodMinutes, beyond, absentIsAlarm } = definition;
  const { alarm } = factory.addAlarm(metric as Parameters<AlarmFactory["addAlarm"]>[0], {
    alarmNameSuffix: name,
    alarmNameOverride: `spaces-${stage}-${name}`,
    alarmDescription: alarmDescription(definition),
    alarmDescriptionOverride: alarmDescription(definition),
    disambiguator: name,
    threshold,
    comparisonOperator:
      beyond === "above" ? ComparisonOperator.GREATER_THAN_THRESHOLD : ComparisonOperator.LESS_THAN_THRESHOLD,
    treatMissingData: absentIsAlarm ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    evaluationPeriods: periods,
    datapointsToAlarm: periods,
    period: Duration.minutes(periodMinutes),
  });
  return alarm;
}
