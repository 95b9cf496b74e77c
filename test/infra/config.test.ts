/** The configuration: what may be left out, and what each mistake is answered with. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RegionInfo } from "aws-cdk-lib/region-info";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../infra/config/config-error.ts";
import { withDefaults } from "../../infra/config/defaults.ts";
import { regions } from "../../infra/config/known-values.ts";
import { loadConfig } from "../../infra/config/load.ts";
import schema from "../../infra/config/spaces-config.schema.json" with { type: "json" };
import { validateConfig } from "../../infra/config/validate.ts";
import { fieldClasses } from "../../shared/privacy/field-classes.ts";
import { own, variants } from "./deployment.ts";

function mistakes(value: unknown): readonly string[] {
  try {
    validateConfig(value);
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
  return [];
}

describe("the defaults", () => {
  it("are a first deployment: the kinesis channel, the lake, a week of retention, the customer's own key", () => {
    expect(validateConfig(own)).toMatchObject({
      removalPolicy: "retain",
      channels: {
        kinesis: { enabled: true, shards: undefined, retentionDays: 7, writeLake: true },
        firehose: { enabled: false },
      },
      lake: { enabled: true },
      customerManagedKeys: true,
    });
  });

  it.each([
    ["dev", "destroy"],
    ["sandbox-anna", "destroy"],
    ["test", "destroy"],
    ["devices", "retain"],
    ["staging", "retain"],
    ["prod", "retain"],
  ])("in the stage %s, data is for cdk destroy to %s", (stage, policy) => {
    expect(withDefaults({ stage }).removalPolicy).toBe(policy);
  });

  it("let each channel fill everything, so that one can take over from the other without a hole", () => {
    for (const channels of [{ firehose: true }, { kinesis: false, firehose: true }, {}]) {
      const { kinesis, firehose } = validateConfig({ ...own, channels }).channels;
      expect([kinesis.writeLake, firehose.writeTables]).toEqual([true, true]);
    }
  });

  it("take a channel or the lake switched on or off by its name alone", () => {
    const short = validateConfig({ ...own, channels: { kinesis: true, firehose: false }, lake: false });
    const long = { kinesis: { enabled: true }, firehose: { enabled: false } };
    expect(short).toEqual(validateConfig({ ...own, channels: long, lake: { enabled: false } }));
  });

  it("satisfy the rules for every retention", () => {
    for (const retentionDays of [1, 2, 7, 365])
      expect(mistakes({ ...own, channels: { kinesis: { retentionDays } } })).toEqual([]);
  });
});

describe("a mistake is one sentence that names field, value and what is allowed", () => {
  it.each([
    [{}, "stage is missing; it must be 2 to 20 lower-case letters, digits and hyphens, beginning with a letter."],
    [
      { ...own, stage: "Prod" },
      'stage is "Prod"; it must be 2 to 20 lower-case letters, digits and hyphens, beginning with a letter.',
    ],
    [{ ...own, account: "1234" }, 'account is "1234"; it must be an AWS account id of 12 digits, in quotes.'],
    [
      { ...own, account: 111122223333 },
      "account is 111122223333; it must be an AWS account id of 12 digits, in quotes.",
    ],
    [{ ...own, region: "Frankfurt" }, 'region is "Frankfurt"; it must be an AWS Region such as eu-west-1.'],
    [{ ...own, historyTtlDays: 0.5 }, "historyTtlDays is 0.5; it must be a whole number from 1 to 3650."],
    [
      { ...own, alarms: { silenceMinutes: 7 } },
      "alarms.silenceMinutes is 7; it must be a whole number from 5 to 1440 in steps of 5.",
    ],
    [
      { ...own, channels: { kinesis: { encoding: "avro" } } },
      'channels.kinesis.encoding is "avro"; it must be one of "auto", "json", "protobuf".',
    ],
    [{ ...own, privacy: { email: "hash" } }, 'privacy.email is "hash"; it must be one of "keep", "hmac", "drop".'],
    [{ ...own, channels: { pubsub: {} } }, "channels.pubsub is not a field; allowed are kinesis, firehose."],
    [{ ...own, lake: "no" }, 'lake is "no"; it must be true, false or an object.'],
    [{ ...own, channels: { kinesis: 0 } }, "channels.kinesis is 0; it must be true, false or an object."],
    [
      { ...own, region: "eu-west-9" },
      'region is "eu-west-9"; AWS has no such Region that this version knows. Did you mean eu-west-1?',
    ],
    [{ ...own, ignoreEventTypes: ["KEEP_ALIV"] }, 'ignoreEventTypes.0 is "KEEP_ALIV"; did you mean KEEP_ALIVE?'],
    [
      { ...own, ignoreEventTypes: ["KEEP_ALIVE", "DEVICE_PRESENSE"] },
      'ignoreEventTypes.1 is "DEVICE_PRESENSE"; did you mean DEVICE_PRESENCE?',
    ],
    [
      { ...own, pushSourceIps: ["300.1.1.1/8"] },
      'pushSourceIps.0 is "300.1.1.1/8"; it must be an IPv4 range such as 192.0.2.0/24.',
    ],
    [{ ...own, ignoreEventTypes: ["A", "A"] }, "ignoreEventTypes names a value twice; each may stand once."],
    [
      { ...own, tags: { "aws:x": "y" } },
      "tags.aws:x is not a tag; allowed are names of 1 to 128 characters that do not begin with aws:.",
    ],
    [
      { ...own, tables: { onDemand: { warmWriteUnits: 100 } } },
      "tables.onDemand.warmWriteUnits is 100; it must be a whole number from 4000 to 10000000.",
    ],
    [[], "The configuration is a list; it must be an object."],
  ])("%j", (value, sentence) => {
    expect(mistakes(value)).toContain(sentence);
  });

  it("names every mistake at once", () => {
    expect(mistakes({ stage: "prod", region: 5, historyTtlDays: "x" })).toHaveLength(2);
  });
});

describe("what is known", () => {
  it("is every Region aws-cdk-lib knows", () => {
    expect([...regions].sort()).toEqual(RegionInfo.regions.map(({ name }) => name).sort());
  });

  it("does not refuse an event type that is newer than this version", () => {
    expect(mistakes({ ...own, ignoreEventTypes: ["PARKING_UPDATE"] })).toEqual([]);
  });
});

describe("what cannot work together is refused", () => {
  const raw = { kinesis: { enabled: false }, firehose: { enabled: true, transform: false } };
  it.each([
    [
      { lake: { landingDays: 30, retentionDays: 30 } },
      /^lake\.retentionDays is 30; it must be more than the 30 of lake\.landingDays/,
    ],
    [
      { lake: { landingDays: 7 } },
      /^lake\.landingDays is 7; it must be more than the 7 of channels\.kinesis\.retentionDays/,
    ],
    [
      { channels: { kinesis: { enabled: false } } },
      /^channels\.kinesis\.enabled and channels\.firehose\.enabled are both false/,
    ],
    [
      { channels: { kinesis: { retentionDays: 2, maxRecordAgeHours: 48 } } },
      /^channels\.kinesis\.maxRecordAgeHours is 48; it must be less than the 48 hours/,
    ],
    [{ channels: { firehose: { enabled: true } }, lake: { enabled: false } }, /^lake\.enabled is false while/],
    [{ channels: { kinesis: { writeLake: true } }, lake: { enabled: false } }, /^channels\.kinesis\.writeLake is true/],
    [{ channels: raw }, /^channels\.firehose\.encoding is "auto"; it must be "json"/],
    [
      { channels: { ...raw, firehose: { ...raw.firehose, encoding: "protobuf" } } },
      /encoding is "protobuf"; it must be "json"/,
    ],
    [
      { channels: { ...raw, firehose: { ...raw.firehose, encoding: "json" } } },
      /^privacy\.mac_address is "hmac"; every field class must be "keep"/,
    ],
    [
      { channels: { ...raw, firehose: { ...raw.firehose, writeTables: true } } },
      /^channels\.firehose\.writeTables is true/,
    ],
    [
      { tables: { provisioned: { leastWriteUnits: 500, mostWriteUnits: 100 } } },
      /^tables\.provisioned\.leastWriteUnits is 500; it must be at most the 100 of mostWriteUnits/,
    ],
    [{ history: { exclude: ["DEVICE_ENTRI"] } }, /^history\.exclude\.0 is "DEVICE_ENTRI"; did you mean DEVICE_ENTRY\?/],
    [
      { history: { exclude: ["DEVICE_COUNT"] }, lake: { enabled: false } },
      /^history\.exclude names DEVICE_COUNT while lake\.enabled is false/,
    ],
    [
      { history: { exclude: ["DEVICE_COUNT"] }, channels: { kinesis: { writeLake: false } } },
      /^history\.exclude names DEVICE_COUNT while channels\.kinesis\.writeLake is false/,
    ],
    [
      { tables: { provisioned: { leastReadUnits: 2_000 } } },
      /^tables\.provisioned\.leastReadUnits is 2000; it must be at most the 1000 of mostReadUnits/,
    ],
    [
      { tables: { capacity: "provisioned", onDemand: { maxWriteUnits: 5_000 } } },
      /^tables\.onDemand\.maxWriteUnits is set while tables\.capacity is "provisioned"/,
    ],
    [
      { alarms: { tenantSilenceHours: 24 }, stateTtlDays: 1 },
      /^alarms\.tenantSilenceHours is 24; it must be less than the 24 hours of stateTtlDays/,
    ],
    [
      {
        alarms: { tenantSilenceHours: 24 },
        channels: { kinesis: false, firehose: { enabled: true, writeTables: false } },
      },
      /^alarms\.tenantSilenceHours is set while no channel writes the tables/,
    ],
    [
      { channels: { ...raw, firehose: { ...raw.firehose, encoding: "json" } }, lake: { payload: "omit" } },
      /^lake\.payload is "omit" while channels\.firehose\.transform is false/,
    ],
    [{ account: undefined }, /^customerManagedKeys is true while account is not set/],
    [{ region: undefined }, /^customerManagedKeys is true while region is not set/],
    [
      { alarms: { email: "a@example.com", topicArn: "arn:aws:sns:eu-west-1:111122223333:t" } },
      /^alarms\.email and alarms\.topicArn are both set/,
    ],
    [
      { alarms: { topicArn: "arn:aws:sns:us-east-1:111122223333:t" } },
      /^alarms\.topicArn is in us-east-1; it must be in eu-west-1/,
    ],
    [{ permissionsBoundary: "arn:aws:iam::111122223333:policy/b" }, /^permissionsBoundary is .*not its ARN\.$/],
    [
      { vpc: { id: "vpc-0a1b2c3d", securityGroupIds: ["sg-0a1b2c3d"] } },
      /^vpc\.subnetIds is empty while vpc\.id is set/,
    ],
    [{ vpc: { id: "vpc-0a1b2c3d", subnetIds: ["subnet-0a1b2c3d"] } }, /^vpc\.securityGroupIds is empty/],
    [{ vpc: { subnetIds: ["subnet-0a1b2c3d"] } }, /^vpc\.subnetIds is set while vpc\.id is not/],
    [{ vpc: { createEndpoints: true } }, /^vpc\.createEndpoints is set while vpc\.id is not/],
    [{ vpc: { id: "vpc-0a1b2c3d", createEndpoints: true } }, /^vpc\.routeTableIds is empty while vpc\.createEndpoints/],
    [{ vpc: { id: "my-vpc" } }, /^vpc\.id is "my-vpc"; it must be the id of a VPC/],
  ])("%j", (change, sentence) => {
    const found = mistakes({ ...own, ...change });
    expect(found.some((text) => sentence.test(text))).toBe(true);
    for (const text of found) expect(text).toMatch(/^[^\n]+[.?]$/);
  });
});

describe("the schema", () => {
  it("has the fields that the configuration has", () => {
    const paths = (value: object, prefix = ""): string[] =>
      Object.entries(value).flatMap(([key, inner]) =>
        inner !== null && typeof inner === "object" && !Array.isArray(inner) && Object.keys(inner).length > 0
          ? paths(inner, `${prefix}${key}.`)
          : [`${prefix}${key}`],
      );
    const properties = (node: { properties?: object }, prefix = ""): string[] =>
      Object.entries(node.properties ?? {}).flatMap(([key, inner]) =>
        inner.properties !== undefined && key !== "privacy"
          ? properties(inner, `${prefix}${key}.`)
          : [`${prefix}${key}`],
      );
    expect(
      properties(schema)
        .filter((path) => path !== "$schema")
        .sort(),
    ).toEqual(paths(withDefaults({ stage: "prod" })).sort());
  });

  it("knows the field classes of the privacy policy", () => {
    expect(Object.keys(schema.properties.privacy.properties)).toEqual(fieldClasses);
  });

  it("accepts every variant", () => {
    for (const variant of Object.values(variants)) expect(mistakes(variant)).toEqual([]);
  });
});

describe("the file", () => {
  const folder = () => mkdtempSync(join(tmpdir(), "config-"));

  it("may be TypeScript or JSON", async () => {
    const directory = folder();
    writeFileSync(join(directory, "spaces.config.json"), JSON.stringify({ $schema: "x", ...own }));
    writeFileSync(
      join(directory, "other.ts"),
      'export default { stage: "qa" as string, customerManagedKeys: false };\n',
    );
    expect((await loadConfig(directory)).stage).toBe("prod");
    expect((await loadConfig(directory, "other.ts")).stage).toBe("qa");
  });

  it.each([
    [{}, undefined, "There is no spaces.config.ts and no spaces.config.json; write one of them."],
    [{}, "x.ts", "x.ts does not exist; name an existing file with -c config=FILE."],
    [{ "spaces.config.json": "{" }, undefined, "spaces.config.json is not valid JSON."],
    [{ "c.yaml": "stage: prod" }, "c.yaml", "c.yaml must be a .ts, .js, .mjs or .json file."],
    [{ "c.mjs": "export const stage = 1;" }, "c.mjs", "c.mjs has no default export; export the configuration."],
    [
      { "spaces.config.json": '{"stage":1}' },
      undefined,
      "spaces.config.json: stage is 1; it must be 2 to 20 lower-case letters, digits and hyphens, beginning with a letter.",
    ],
    [
      { "spaces.config.json": "{}", "spaces.config.ts": "" },
      undefined,
      "There are both spaces.config.ts and spaces.config.json; keep one of them.",
    ],
  ])("%j is answered with a sentence", async (files, named, sentence) => {
    const directory = folder();
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), String(text));
    await expect(loadConfig(directory, named)).rejects.toThrow(sentence);
  });
});
