/** The Terraform of Azure, without Terraform: names, types and needs of arguments by the provider's schema, and what they mean. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { eventHubsEnvironment } from "../../azure/environment.ts";
import { bundles } from "../../infra/build.ts";
import packageJson from "../../package.json" with { type: "json" };
import { testCommaOfNone, testOutputs, testVariables } from "../support/terraform/agreed.ts";
import { configurationOf, expressionsIn } from "../support/terraform/configuration.ts";
import { mistakesIn } from "../support/terraform/judge.ts";
import { folder, infra, local, ofType, schema } from "./infra-files.ts";

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
  testVariables(infra, {
    isFree: (name, type) => type.includes("bool") || name === "tags",
    ownDefaults: (aws) => ({
      lake_retention_days: aws.lake.retentionDays ?? null,
      alarms_action_group_id: aws.alarms.topicArn ?? null,
      log_retention_days: aws.logRetentionDays,
      tags: aws.tags,
    }),
  });
});

describe("Cisco Spaces", () => {
  it("may send into the hub and nothing else, with one key unless a rotation is under way", () => {
    expect(infra.resources["azurerm_eventhub_authorization_rule.cisco"]).toMatchObject({
      send: true,
      listen: false,
      manage: false,
      for_each: expect.stringContaining("var.push_rules"),
    });
    expect(infra.variables.push_rules?.default).toHaveLength(1);
    const rules = Object.keys(infra.resources).filter((address) => address.includes("authorization_rule"));
    expect(rules).toEqual(["azurerm_eventhub_authorization_rule.cisco"]);
  });

  it("is told all a sender needs, by rule", () => {
    const told = [...JSON.stringify(infra.outputs.push).matchAll(/(\w+) += /g)].map(([, name]) => name);
    expect(told).toEqual(["event_hub_namespace", "event_hub_name", "sas_policy_name", "sas_key", "connection_string"]);
  });
});

describe("the function", () => {
  /** Names a local gives values to, also where it is an expression. */
  const named = (text: string) => [...text.matchAll(/(?<=[{\n] *)(\w+) *=[^=]/g)].map(([, name = ""]) => name);
  const settings = () => named(String(infra.locals.settings));
  const hostSettings = () => Object.keys(local("host_settings"));

  it("is given what it declares", () => {
    const declared = eventHubsEnvironment.map(({ name }) => name);
    const given = [...settings(), ...hostSettings()];
    const required = eventHubsEnvironment.flatMap(({ name, required }) => (required ? [name] : []));
    expect(required.filter((name) => !given.includes(name))).toEqual([]);
    // What is declared for a run on one machine, and what is right by default.
    expect(declared.filter((name) => !given.includes(name))).toEqual(["STORAGE_SHARED_KEY", "MAX_RECORD_BYTES"]);
    expect(settings().filter((name) => !declared.includes(name))).toEqual([]);
  });

  testCommaOfNone(infra);

  it("runs on the Node its bundle is built for", () => {
    const targets = bundles.filter(({ name }) => name.startsWith("azure/")).map(({ target }) => target);
    expect(new Set(targets)).toEqual(new Set([`node${infra.locals.node_version}`]));
    expect(packageJson.scripts["test:node22"]).toContain(` --package=node@${infra.locals.node_version}.`);
    expect(readFileSync(new URL("../../.ci/run", import.meta.url), "utf8")).toContain("test:node22");
  });

  it("has these roles where they are needed and no other", () => {
    const roles = [...String(infra.locals.function_roles).matchAll(/role = "([^"]+)", scope = (\w+)/g)];
    expect(roles.map(([, role, scope]) => [role, scope])).toEqual([
      ["Storage Blob Data Owner", "azurerm_storage_account"],
      ["Azure Event Hubs Data Receiver", "azurerm_eventhub"],
      ["Key Vault Secrets User", "azurerm_key_vault_secret"],
      ["Monitoring Metrics Publisher", "azurerm_application_insights"],
      ["Storage Blob Data Contributor", "azurerm_storage_container"],
      ["Storage Table Data Contributor", "azurerm_storage_account"],
    ]);
    const assignments = Object.keys(infra.resources).filter((address) => address.startsWith("azurerm_role_"));
    expect(assignments).toEqual(["azurerm_role_assignment.deployer_secrets", "azurerm_role_assignment.function"]);
  });
});

describe("secrets", () => {
  testOutputs(infra, /(_key|connection_string|password)\b/);

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
