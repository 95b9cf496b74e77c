/** What holds of every cloud's Terraform, without Terraform. Called within a `describe`. */
import { expect, it } from "vitest";
import { withDefaults } from "../../../infra/config/defaults.ts";
import { coreConfiguration } from "../../../runtime/configuration.ts";
import { defaultPrivacyPolicy } from "../../../shared/privacy/policy.ts";
import { type Configuration, expressionsIn } from "./configuration.ts";

interface Told {
  /** A variable of which Terraform's types leave nothing to refuse. */
  readonly isFree: (name: string, type: string) => boolean;
  /** The defaults of what both have, where it is not everywhere by the same name. */
  readonly ownDefaults: (aws: ReturnType<typeof withDefaults>) => Readonly<Record<string, unknown>>;
}

export function testVariables(infra: Configuration, { isFree, ownDefaults }: Told): void {
  it("is described, used, and refused where it makes no sense", () => {
    const used = [infra.resources, infra.data, infra.outputs, infra.locals].flatMap((part) => expressionsIn(part));
    for (const [name, { description, type, validation }] of Object.entries(infra.variables)) {
      expect([name, description]).toEqual([name, expect.stringMatching(/^[A-Za-z].{15,}\.$/)]);
      expect(used.filter((expression) => new RegExp(`\\bvar\\.${name}\\b`).test(expression))).not.toEqual([]);
      expect([name, validation !== undefined]).toEqual([name, !isFree(name, String(type))]);
    }
  });

  it("has the defaults of the AWS configuration where both have the same thing", () => {
    const aws = withDefaults({ stage: "test" });
    const same = {
      retention_days: aws.channels.kinesis.retentionDays,
      encoding: aws.channels.kinesis.encoding,
      history_ttl_days: aws.historyTtlDays,
      state_ttl_days: aws.stateTtlDays,
      dead_letter_days: aws.deadLetterDays,
      lake_enabled: aws.lake.enabled,
      history_exclude: aws.history.exclude,
      ignore_event_types: aws.ignoreEventTypes,
      still_position_feet: aws.stillPositions.feet ?? null,
      still_position_seconds: aws.stillPositions.seconds,
      privacy: aws.privacy,
      alarms_email: aws.alarms.email ?? null,
      silence_minutes: aws.alarms.silenceMinutes,
      records_per_second: aws.alarms.recordsPerSecond ?? null,
      monthly_spend: aws.alarms.monthlySpendUsd ?? null,
      ...ownDefaults(aws),
    };
    const defaults = Object.fromEntries(Object.keys(same).map((name) => [name, infra.variables[name]?.default]));
    expect(defaults).toEqual(same);
  });

  it("treats personal data as every other cloud does, unless told otherwise", () => {
    expect(infra.locals.default_privacy_policy).toEqual(defaultPrivacyPolicy);
  });
}

export function testCommaOfNone(infra: Configuration): void {
  it("takes the comma that stands for no event type to be ignored as that", () => {
    expect(String(infra.locals.settings)).toContain('length(var.ignore_event_types) == 0 ? ","');
    const privacy = { PRIVACY_KEY: "0123456789abcdefghijklmnopqrstuvwxyz" };
    expect(coreConfiguration({ ...privacy, IGNORE_EVENT_TYPES: "," }).ignoreEventTypes).toEqual(new Set());
  });
}

export function testOutputs(infra: Configuration, secret: RegExp): void {
  it("are in no output that is not sensitive, and all outputs are described", () => {
    for (const [name, { description, value, sensitive }] of Object.entries(infra.outputs)) {
      expect([name, description]).toEqual([name, expect.stringMatching(/.{15,}/)]);
      const tells = expressionsIn(value ?? null).some((expression) => secret.test(expression));
      expect([name, sensitive === true]).toEqual([name, tells]);
    }
    expect(infra.outputs.push?.sensitive).toBe(true);
  });
}
