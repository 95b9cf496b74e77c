/** Deployments to look into: a configuration synthesised in this process, with small stand-ins for the bundles. */
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import type { SpacesConfigInput } from "../../infra/config/spaces-config.ts";
import { validateConfig } from "../../infra/config/validate.ts";
import { addStacks } from "../../infra/spaces-app.ts";
import { fieldClasses } from "../../shared/privacy/field-classes.ts";

export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly DeletionPolicy?: string;
}

interface TemplateJson {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, { Value: unknown; Description?: string; Export?: { Name: string } }>>;
}

export interface Deployment {
  readonly directory: string;
  /** By the end of the stack's name: `event-store`, `lake` ... */
  readonly templates: ReadonlyMap<string, TemplateJson>;
  readonly terminationProtected: readonly string[];
  /** cdk-nag's rule packs that ran. */
  readonly packs: readonly string[];
  /** Rules they found broken and nobody acknowledged, with the construct. */
  readonly findings: readonly string[];
  /** Rules that are acknowledged, one entry for each finding. */
  readonly acknowledged: readonly string[];
  template(kind: string): Template;
}

const { context } = JSON.parse(readFileSync(new URL("../../cdk.json", import.meta.url), "utf8"));

export const own = { stage: "prod", account: "111122223333", region: "eu-west-1" } as const;

/** Every kind of deployment there is; the names are used in test titles. */
export const variants: Readonly<Record<string, SpacesConfigInput>> = {
  "kinesis, production, customer keys": own,
  "both channels, production, AWS keys": {
    ...own,
    customerManagedKeys: false,
    channels: { firehose: { enabled: true, writeTables: false }, kinesis: { writeLake: false } },
  },
  "both channels, sandbox, customer keys, mail": {
    ...own,
    stage: "dev",
    channels: { firehose: { enabled: true, writeTables: true }, kinesis: { writeLake: true } },
    alarms: { email: "oncall@example.com", recordsPerSecond: 500 },
    pushSourceIps: ["192.0.2.0/24"],
  },
  "firehose alone, production, customer keys": {
    ...own,
    channels: { kinesis: false, firehose: true },
  },
  "firehose untransformed, sandbox": {
    ...own,
    stage: "test-raw",
    channels: { kinesis: { enabled: false }, firehose: { enabled: true, transform: false, encoding: "json" } },
    privacy: Object.fromEntries(fieldClasses.map((name) => [name, "keep"])),
  },
  "kinesis without lake, shards, no Region": {
    stage: "staging",
    customerManagedKeys: false,
    lake: { enabled: false },
    channels: { kinesis: { shards: 4, encoding: "protobuf", maxRecordKiB: 4096 } },
  },
  "kinesis, an existing topic, no pseudonyms": {
    ...own,
    alarms: { topicArn: "arn:aws:sns:eu-west-1:111122223333:oncall" },
    privacy: { mac_address: "drop", ip_address: "drop", user_id: "drop", social_handle: "drop" },
    tables: { onDemand: { maxWriteUnits: 20_000, maxReadUnits: 5_000, warmWriteUnits: 8_000 } },
  },
  "kinesis, provisioned tables, recovery of all": {
    ...own,
    history: { exclude: ["DEVICE_RSSI_UPDATE", "BLE_RSSI_UPDATE"] },
    stillPositions: { feet: 10 },
    lake: { payload: "omit" },
    alarms: { tenantSilenceHours: 48 },
    tables: {
      capacity: "provisioned",
      provisioned: { leastWriteUnits: 500, leastReadUnits: 200 },
      recovery: { history: true },
    },
  },
  "both channels, a private network, bounded": {
    ...own,
    channels: { firehose: true },
    pushUserMayDescribe: true,
    permissionsBoundary: "spaces-permissions-boundary",
    vpc: {
      id: "vpc-0a1b2c3d4e5f60718",
      subnetIds: ["subnet-0a1b2c3d4e5f60711", "subnet-0a1b2c3d4e5f60712"],
      securityGroupIds: ["sg-0a1b2c3d4e5f60713"],
      createEndpoints: true,
      routeTableIds: ["rtb-0a1b2c3d4e5f60714"],
    },
  },
  "kinesis, production, everything watched": {
    ...own,
    pushUserMayDescribe: true,
    alarms: {
      email: "oncall@example.com",
      recordsPerSecond: 2_000,
      monthlySpendUsd: 900,
      spendOf: "stage",
      tenantSilenceHours: 24,
      hotKeys: true,
      pushKeyAudit: true,
    },
  },
};

const deployments = new Map<string, Deployment>();

/** Synthesised once per test file. */
export function deployment(name: keyof typeof variants): Deployment {
  const known = deployments.get(name) ?? deploy(variants[name] as SpacesConfigInput);
  deployments.set(name, known);
  return known;
}

/** Synthesises; takes a second or two. */
export function deploy(input: SpacesConfigInput): Deployment {
  const code = mkdtempSync(join(tmpdir(), "bundle-"));
  for (const file of ["index.cjs", "lake.cjs"])
    writeFileSync(join(code, file), "exports.handler = async () => ({});\n");
  const app = new App({ context, outdir: mkdtempSync(join(tmpdir(), "cdk-")) });
  addStacks(app, validateConfig(input), { kinesis: code, firehose: code, "key-age": code, "tenant-silence": code });
  const assembly = app.synth();
  // A finding makes the process fail; here a test says so.
  process.exitCode = undefined;
  const kindOf = (stackName: string) => stackName.slice(`spaces-${input.stage}-`.length);
  const templates = new Map(
    assembly.stacks.map(({ stackName, template }) => [kindOf(stackName), template as TemplateJson]),
  );
  return {
    directory: assembly.directory,
    templates,
    terminationProtected: assembly.stacks
      .filter(({ terminationProtection }) => terminationProtection)
      .map(({ stackName }) => kindOf(stackName)),
    ...nagReport(assembly.directory),
    template: (kind) => Template.fromJSON(templates.get(kind) as never),
  };
}

interface Violation {
  readonly ruleName: string;
  readonly violatingConstructs?: readonly { readonly constructPath?: string }[];
}

interface Report {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly violations: readonly Violation[];
    readonly suppressedViolations?: readonly Violation[];
  }[];
}

function nagReport(directory: string): Pick<Deployment, "packs" | "findings" | "acknowledged"> {
  const { pluginReports }: Report = JSON.parse(readFileSync(join(directory, "validation-report.json"), "utf8"));
  const named = ({ ruleName, violatingConstructs }: Violation) =>
    `${ruleName} ${violatingConstructs?.map(({ constructPath }) => constructPath).join()}`;
  return {
    packs: pluginReports.map(({ pluginName }) => pluginName),
    findings: pluginReports.flatMap(({ violations }) => violations.map(named)),
    acknowledged: pluginReports.flatMap(({ suppressedViolations }) =>
      (suppressedViolations ?? []).map(({ ruleName }) => ruleName),
    ),
  };
}

/** Every resource of a type in the whole deployment. */
export function resourcesOf({ templates }: Deployment, type: string): readonly Resource[] {
  return [...templates.values()].flatMap(({ Resources }) =>
    Object.values(Resources).filter(({ Type }) => Type === type),
  );
}
