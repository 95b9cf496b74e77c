/** The variables the stacks set are those the functions declare, and the functions start with them. */
import { describe, expect, it } from "vitest";
import { firehoseEnvironment, kinesisEnvironment, lakeEnvironment } from "../../functions/environment.ts";
import { firehoseConfiguration } from "../../functions/firehose/configuration.ts";
import { kinesisConfiguration } from "../../functions/kinesis/configuration.ts";
import { lakeConfiguration } from "../../functions/lake/configuration.ts";
import { withDefaults } from "../../infra/config/defaults.ts";
import { deployment, own, variants } from "./deployment.ts";
import { resolveValue } from "./policy.ts";

function environmentOf(name: string, kind: string, functionName: RegExp): Record<string, string> | undefined {
  const found = Object.values(deployment(name).templates.get(kind)?.Resources ?? {}).find(
    ({ Type, Properties }) => Type === "AWS::Lambda::Function" && functionName.test(String(Properties.FunctionName)),
  );
  const variables = (found?.Properties.Environment as { Variables: Record<string, unknown> } | undefined)?.Variables;
  if (variables === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(variables).map(([key, value]) => [key, resolveValue(deployment(name), kind, value)]),
  );
}

const names = Object.keys(variants);
const channelsOf = (name: string) => withDefaults(variants[name] ?? own).channels;

describe("the processor", () => {
  it.each(names.filter((name) => channelsOf(name).kinesis.enabled))(
    "starts with what it is told, all of it declared: %s",
    (name) => {
      const environment = environmentOf(name, "kinesis-processor", /kinesis-processor$/) ?? {};
      const known = kinesisEnvironment.map((variable) => variable.name as string);
      expect(Object.keys(environment).filter((key) => !known.includes(key))).toEqual([]);
      expect(kinesisConfiguration(environment).tables.historyTtlSeconds).toBe(30 * 86_400);
    },
  );
});

describe("the lake's function", () => {
  const withLake = names.filter((name) => {
    const { channels, lake } = withDefaults(variants[name] ?? own);
    return channels.kinesis.enabled && lake.enabled;
  });

  it.each(withLake)("starts with what it is told, all of it declared: %s", (name) => {
    const environment = environmentOf(name, "kinesis-lake", /kinesis-lake$/) ?? {};
    const known = lakeEnvironment.map((variable) => variable.name as string);
    expect(Object.keys(environment).filter((key) => !known.includes(key))).toEqual([]);
    expect(lakeConfiguration(environment).bucket).toMatch(/^lake\/Lake/);
  });

  it("decodes and protects as the tables' function does, so that both reject the same", () => {
    const name = "kinesis, production, customer keys";
    const tables = environmentOf(name, "kinesis-processor", /processor$/) ?? {};
    const lake = environmentOf(name, "kinesis-lake", /kinesis-lake$/) ?? {};
    expect(lakeConfiguration(lake).core).toEqual(kinesisConfiguration(tables).core);
  });
});

describe("the transform", () => {
  it.each(
    names.filter((name) => {
      const { firehose } = channelsOf(name);
      return firehose.enabled && firehose.transform;
    }),
  )("starts with what it is told, all of it declared: %s", (name) => {
    const environment = environmentOf(name, "firehose-target", /firehose-transform$/) ?? {};
    const known = firehoseEnvironment.map((variable) => variable.name as string);
    expect(Object.keys(environment).filter((key) => !known.includes(key))).toEqual([]);
    expect(firehoseConfiguration(environment).core.encoding).toBe("auto");
  });
});

describe("the processor of a first deployment", () => {
  const environment = environmentOf("kinesis, production, customer keys", "kinesis-processor", /processor$/) ?? {};

  it("is told of everything there is but a key in clear text", () => {
    const off = ["PRIVACY_KEY", "HISTORY_EXCLUDE", "STILL_POSITION_FEET", "STILL_POSITION_SECONDS"];
    const all = kinesisEnvironment.map(({ name }) => name as string).filter((name) => !off.includes(name));
    expect(Object.keys(environment).sort()).toEqual(all.sort());
  });

  it("has its privacy key from the secret", () => {
    expect(kinesisConfiguration(environment).core.keySource).toEqual({
      secretId: expect.stringMatching(/^event-store\/PrivacyKey/),
    });
  });
});

it("a processor is told which positions and which history to leave out, where it is to", () => {
  const environment = environmentOf("kinesis, provisioned tables, recovery of all", "kinesis-processor", /processor$/);
  expect(kinesisConfiguration(environment ?? {}).tables).toMatchObject({
    historyExcludedTypes: new Set(["DEVICE_RSSI_UPDATE", "BLE_RSSI_UPDATE"]),
    stillPositions: { feet: 10, seconds: 60 },
  });
});

it("a function is told whether the lake's rows have the payload", () => {
  const told = (name: string) => kinesisConfiguration(environmentOf(name, "kinesis-processor", /processor$/) ?? {});
  expect(told("kinesis, provisioned tables, recovery of all").core.lakePayload).toBe(false);
  expect(told("kinesis, production, customer keys").core.lakePayload).toBe(true);
});

it("a policy without pseudonyms has no key to read", () => {
  const environment = environmentOf("kinesis, an existing topic, no pseudonyms", "kinesis-processor", /processor$/);
  expect(environment).not.toHaveProperty("PRIVACY_KEY_SECRET_ID");
});

it("a transform that does not write tables is not told of them", () => {
  const environment = environmentOf("both channels, production, AWS keys", "firehose-target", /transform$/);
  expect(environment).toMatchObject({ WRITE_TABLES: "false" });
  expect(environment).not.toHaveProperty("EVENTS_TABLE");
});
