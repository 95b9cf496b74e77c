import { describe, expect, it } from "vitest";
import { firehoseEnvironment, kinesisEnvironment } from "../../functions/environment.ts";
import { firehoseConfiguration } from "../../functions/firehose/configuration.ts";
import { kinesisConfiguration } from "../../functions/kinesis/configuration.ts";
import { dimensionsOf } from "../../functions/metrics.ts";
import type { Environment } from "../../runtime/configuration.ts";

const complete = {
  EVENTS_TABLE: "events",
  STATE_TABLE: "state",
  PLACES_TABLE: "places",
  DEAD_LETTER_BUCKET: "bucket",
  HISTORY_TTL_DAYS: "30",
  PRIVACY_KEY: "a-key-for-tests-only-0123456789-abcdef",
};

/** The names `read` asks for. */
function namesRead(read: readonly ((environment: Environment) => unknown)[]): string[] {
  const names = new Set<string>();
  const environment = new Proxy<Environment>(complete, {
    get(target, name: string) {
      names.add(name);
      return target[name as keyof typeof complete];
    },
  });
  for (const one of read) one(environment);
  return [...names].sort();
}

describe("the environment", () => {
  it.each([
    ["kinesis", kinesisConfiguration, kinesisEnvironment],
    ["firehose", firehoseConfiguration, firehoseEnvironment],
  ] as const)(
    "of the %s function is what is declared: nothing more is read and nothing less",
    (channel, read, declared) => {
      const metrics = (environment: Environment) => dimensionsOf(channel, environment);
      expect(namesRead([read, metrics])).toEqual(declared.map(({ name }) => name).sort());
    },
  );

  it.each(kinesisEnvironment.filter(({ required }) => required).map(({ name }) => name))(
    "without %s is refused by name",
    (name) => {
      expect(() => kinesisConfiguration({ ...complete, [name]: " " })).toThrow(
        `The environment variable ${name} is not set`,
      );
    },
  );

  it("ignores KEEP_ALIVE unless told otherwise, and nothing when told to ignore nothing", () => {
    const ignored = (value?: string) => [
      ...kinesisConfiguration({ ...complete, IGNORE_EVENT_TYPES: value }).core.ignoreEventTypes,
    ];
    expect(ignored()).toEqual(["KEEP_ALIVE"]);
    expect(ignored("")).toEqual([]);
    expect(ignored(" A, B ")).toEqual(["A", "B"]);
  });

  it("needs no key where the policy replaces nothing", () => {
    const policy = JSON.stringify({ mac_address: "drop", ip_address: "drop", user_id: "drop", social_handle: "drop" });
    expect(
      kinesisConfiguration({ ...complete, PRIVACY_KEY: undefined, PRIVACY_POLICY: policy }).core.keySource,
    ).toBeUndefined();
  });

  it("prefers the secret to a key in the clear", () => {
    expect(kinesisConfiguration({ ...complete, PRIVACY_KEY_SECRET_ID: "arn" }).core.keySource).toEqual({
      secretId: "arn",
    });
  });
});
