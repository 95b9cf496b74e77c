/** The Terraform of Azure, without Terraform: names, types and needs of arguments by the provider's schema, and what they mean. */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { eventHubsEnvironment } from "../../azure/environment.ts";
import { FUNCTION_TIMEOUT_MS } from "../../azure/function-handler.ts";
import { BATCH_MESSAGE } from "../../azure/invocation-log.ts";
import { bundles } from "../../infra/build.ts";
import { withDefaults } from "../../infra/config/defaults.ts";
import { ageNames, countNames } from "../../shared/batch/report.ts";
import { defaultPrivacyPolicy } from "../../shared/privacy/policy.ts";
import { kustoAnalyser } from "../support/kusto.ts";
import {
  type Configuration,
  configurationIn,
  configurationOf,
  expressionsIn,
  type Fields,
} from "../support/terraform/configuration.ts";
import { mistakesIn } from "../support/terraform/judge.ts";
import { providerSchema } from "../support/terraform/schema.ts";

const folder = new URL("../../azure/infra/", import.meta.url);
const schema = providerSchema(new URL("schema/azurerm.json", folder));
const guide = readFileSync(new URL("../../docs/azure.md", import.meta.url), "utf8");

let infra: Configuration;
beforeAll(async () => {
  infra = await configurationIn(folder);
});

const ofType = (type: string) =>
  Object.entries(infra.resources).flatMap(([address, fields]) => (address.startsWith(`${type}.`) ? [fields] : []));

/** Of a local that is a map written out. */
const local = (name: string) => infra.locals[name] as Readonly<Record<string, Fields>>;

describe("the configuration", () => {
  it("has nothing the provider would refuse by its schema", () => {
    expect(mistakesIn(infra, schema)).toEqual([]);
    expect(Object.keys(infra.resources).length).toBeGreaterThan(20);
  });

  it("uses all of the schema that is kept here", () => {
    const types = (addresses: object) => [...new Set(Object.keys(addresses).map((address) => address.split(".")[0]))];
    expect(types(infra.resources).sort()).toEqual(Object.keys(schema.resources));
    expect(types(infra.data)).toEqual(Object.keys(schema.data));
    expect(readFileSync(new URL("versions.tf", folder), "utf8")).toContain(`"~> ${schema.version.split(".")[0]}.0"`);
  });

  const hub = 'resource "azurerm_eventhub" "a" {\n  name = "a"\n  namespace_id = "b"\n  partition_count = 4\n';
  it.each([
    [`${hub}  partitions = 4\n}`, "azurerm_eventhub.a: partitions is no argument"],
    [`${hub.replace(/ {2}namespace_id.*\n/, "")}}`, "azurerm_eventhub.a: namespace_id is missing"],
    [`${hub.replace("4", '"four"')}}`, 'azurerm_eventhub.a: partition_count is not "number"'],
    [`${hub}  partition_ids = []\n}`, "azurerm_eventhub.a: partition_ids cannot be set"],
    [`${hub}  retention_description {}\n}`, "azurerm_eventhub.a.retention_description: cleanup_policy is missing"],
    [
      `${hub}${'  retention_description {\n    cleanup_policy = "Delete"\n  }\n'.repeat(2)}}`,
      "azurerm_eventhub.a.retention_description: stands 2 times",
    ],
    [`${hub}}\noutput "x" {\n  value = azurerm_eventhub.a.nam\n}`, "azurerm_eventhub.a.nam: it has no such attribute"],
    [`${hub}}\noutput "x" {\n  value = azurerm_eventhub.b.name\n}`, "azurerm_eventhub.b.name: there is none"],
    [`${hub}}\noutput "x" {\n  value = var.stag\n}`, "var.stag: it is not declared"],
    ['resource "azurerm_event_hub" "a" {}', "azurerm_event_hub.a: the schema has no azurerm_event_hub"],
  ])("would be refused, were it %j", async (text, mistake) => {
    const provider = 'provider "azurerm" {\n  features {}\n}\n';
    expect(mistakesIn(await configurationOf(provider + text), schema)).toEqual([mistake]);
  });
});

describe("what a deployment is told", () => {
  it("is described, used, and refused where it makes no sense", () => {
    const used = [infra.resources, infra.data, infra.outputs, infra.locals].flatMap((part) => expressionsIn(part));
    for (const [name, { description, type, validation }] of Object.entries(infra.variables)) {
      expect([name, description]).toEqual([name, expect.stringMatching(/^[A-Za-z].{15,}\.$/)]);
      expect(used.filter((expression) => new RegExp(`\\bvar\\.${name}\\b`).test(expression))).not.toEqual([]);
      // Of these Terraform's types leave nothing to refuse.
      const free = type === "${bool}" || name === "tags";
      expect([name, validation !== undefined]).toEqual([name, !free]);
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
      alarms_action_group_id: aws.alarms.topicArn ?? null,
      silence_minutes: aws.alarms.silenceMinutes,
      records_per_second: aws.alarms.recordsPerSecond ?? null,
      monthly_spend: aws.alarms.monthlySpendUsd ?? null,
      log_retention_days: aws.logRetentionDays,
      tags: aws.tags,
    };
    const defaults = Object.fromEntries(Object.keys(same).map((name) => [name, infra.variables[name]?.default]));
    expect(defaults).toEqual(same);
  });

  it("treats personal data as every other cloud does, unless told otherwise", () => {
    expect(infra.locals.default_privacy_policy).toEqual(defaultPrivacyPolicy);
  });
});

describe("the function", () => {
  /** Names a local gives values to, also where it is an expression. */
  const named = (text: string) => [...text.matchAll(/(?<=[{\n] *)(\w+) *=[^=]/g)].map(([, name = ""]) => name);
  const settings = () => named(String(infra.locals["settings"]));
  const hostSettings = () => Object.keys(local("host_settings"));

  it("is given what it declares", () => {
    const declared = eventHubsEnvironment.map(({ name }) => name);
    const given = [...settings(), ...hostSettings()];
    const required = eventHubsEnvironment.flatMap(({ name, required }) => (required ? [name] : []));
    expect(required.filter((name) => !given.includes(name))).toEqual([]);
    // What is declared for a run on one machine, and what is right by default.
    expect(declared.filter((name) => !given.includes(name))).toEqual(["STORAGE_SHARED_KEY", "MAX_RECORD_BYTES"]);
    expect(settings().filter((name) => !declared.includes(name))).toEqual(["LAKE_CONTAINER"]);
  });

  it("runs on the Node its bundle is built for", () => {
    const targets = bundles.filter(({ name }) => name.startsWith("azure/")).map(({ target }) => target);
    expect(new Set(targets)).toEqual(new Set([`node${infra.locals["node_version"]}`]));
  });

  it("has these roles where they are needed and no other", () => {
    const roles = [...String(infra.locals["function_roles"]).matchAll(/role = "([^"]+)", scope = (\w+)/g)];
    expect(roles.map(([, role, scope]) => [role, scope])).toEqual([
      ["Storage Blob Data Owner", "azurerm_storage_account"],
      ["Azure Event Hubs Data Receiver", "azurerm_eventhub"],
      ["Key Vault Secrets User", "azurerm_key_vault_secret"],
      ["Monitoring Metrics Publisher", "azurerm_application_insights"],
      ["Storage Blob Data Contributor", "azurerm_storage_container"],
      ["Storage Table Data Contributor", "azurerm_storage_account"],
    ]);
    const assignments = Object.keys(infra.resources).filter((address) => address.startsWith("azurerm_role_"));
    expect(assignments).toEqual(["azurerm_role_assignment.function", "azurerm_role_assignment.deployer_secrets"]);
  });
});

describe("secrets", () => {
  const secret = /(_key|connection_string|password)\b/;

  it("are in no output that is not sensitive, and all outputs are described", () => {
    for (const [name, { description, value, sensitive }] of Object.entries(infra.outputs)) {
      expect([name, description]).toEqual([name, expect.stringMatching(/.{15,}/)]);
      const tells = expressionsIn(value ?? null).some((expression) => secret.test(expression));
      expect([name, sensitive === true]).toEqual([name, tells]);
    }
    expect(infra.outputs.push?.sensitive).toBe(true);
  });

  it("are Cisco's key alone: the key of the pseudonyms is written without being kept in the state", () => {
    for (const fields of ofType("azurerm_key_vault_secret")) {
      expect(fields).not.toHaveProperty("value");
      expect(fields).toMatchObject({ value_wo: expect.any(String), value_wo_version: expect.anything() });
    }
    expect(infra.variables.privacy_key).toMatchObject({ ephemeral: true, sensitive: true });
  });

  it("are not what the function signs in with: no key and no connection string is among its settings", () => {
    const settings = [...expressionsIn(infra.locals.settings ?? null), ...expressionsIn(local("host_settings"))];
    expect(settings.join("\n")).not.toMatch(/primary_key|access_key|connection_string|shared_key/);
    expect(ofType("azurerm_storage_account").map((account) => account.shared_access_key_enabled)).toEqual(
      ofType("azurerm_storage_account").map(() => false),
    );
  });
});

/** With the locals it names; an expression that is more than a name stands for a number. */
function written(text: string): string {
  return text.replaceAll(/\$\{([^}]+)\}/g, (_, expression: string) => {
    const named = infra.locals[/^local\.(\w+)$/.exec(expression)?.[1] ?? ""];
    return typeof named === "string" ? written(named) : "1";
  });
}

/** All that rings, without the stage. */
const ringing = () => [
  ...Object.keys(local("log_alerts")),
  ...Object.keys(local("hub_alerts")),
  ...["tables-throttled", "blobs-throttled"].filter((name) =>
    expressionsIn(infra.locals.storage_alerts ?? null)[0]?.includes(name),
  ),
  ...ofType("azurerm_consumption_budget_resource_group").map((budget) => String(budget.name).split("-").pop() ?? ""),
];

describe("what rings", () => {
  it("tells the action group", () => {
    const group = "${local.action_group_id}";
    const told = Object.entries(infra.resources).flatMap(([address, fields]) => {
      if (/alert|budget/.test(address)) return [[address, JSON.stringify(fields).split(group).length - 1]] as const;
      return [];
    });
    expect(Object.fromEntries(told)).toEqual({
      "azurerm_monitor_metric_alert.hub": 1,
      "azurerm_monitor_metric_alert.storage": 1,
      "azurerm_monitor_scheduled_query_rules_alert_v2.this": 1,
      // At the amount, and when the month is on its way there.
      "azurerm_consumption_budget_resource_group.spend": 2,
    });
  });

  it("looks for what the function says", () => {
    const { hub_function, function_timeout_ms, lines, ...locals } = infra.locals;
    const handler = readFileSync(new URL("../event-hubs/handler.ts", folder), "utf8");
    expect(handler).toContain(`app.eventHub("${hub_function}"`);
    expect(function_timeout_ms).toBe(FUNCTION_TIMEOUT_MS);
    expect(locals["batches"]).toContain(`== '${BATCH_MESSAGE}'`);
    const figures = [...JSON.stringify(locals).matchAll(/to(?:int|long)\(line\.(\w+)\)/g)].map(([, name]) => name);
    expect(new Set(figures)).toEqual(new Set(["retry", "rejected", "event_age"]));
    expect([...countNames, ...ageNames]).toEqual(expect.arrayContaining(figures));
  });

  it("asks the workspace what Azure Monitor would understand", () => {
    const complaints = kustoAnalyser();
    for (const [name, alert] of Object.entries(local("log_alerts"))) {
      expect([name, complaints(written(String(alert.query)))]).toEqual([name, []]);
    }
    expect(complaints("AppRequests | where Succes == false")).not.toEqual([]);
  });

  const table = () =>
    guide
      .split("\n")
      .filter((line) => /^\| .* \| .* \| .* \| \[/.test(line))
      .map((line) => line.split("|").map((cell) => cell.trim()));

  it("has a row in the guide, and every row of the guide something that rings", () => {
    const named = table().flatMap(([, , alerts = ""]) => [...alerts.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
    expect([...new Set(named)].sort()).toEqual([...ringing()].sort());
    expect(ringing().length).toBeGreaterThan(12);
  });

  it("sends whoever is woken to a section the guide has", () => {
    const headings = [...guide.matchAll(/^###? (.+)$/gm)].map(([, title = ""]) =>
      title.toLowerCase().replaceAll(" ", "-"),
    );
    const sections = [...Object.values(local("log_alerts")), ...Object.values(local("hub_alerts"))].map((alert) =>
      String(alert.section),
    );
    expect([...sections, "tables"].filter((section) => !headings.includes(section))).toEqual([]);
  });
});
