/** The Terraform of Google Cloud, without Terraform: names, types and needs of arguments by the provider's schema, and what they mean. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { coreVariables, tablesVariables } from "../../runtime/variables.ts";
import { columnList } from "../../shared/row.ts";
import { testCommaOfNone, testOutputs, testVariables } from "../support/terraform/agreed.ts";
import { configurationOf } from "../support/terraform/configuration.ts";
import { mistakesIn } from "../support/terraform/judge.ts";
import { folder, infra, local, ofType, schema } from "./infra-files.ts";

describe("the configuration", () => {
  it("has nothing the provider would refuse by its schema", () => {
    expect(mistakesIn(infra, schema)).toEqual([]);
    expect(Object.keys(infra.resources).length).toBeGreaterThan(40);
  });

  it("uses all of the schema that is kept here", () => {
    const types = (addresses: object) => [...new Set(Object.keys(addresses).map((address) => address.split(".")[0]))];
    expect(types(infra.resources).sort()).toEqual(Object.keys(schema.resources));
    expect(types(infra.data)).toEqual(Object.keys(schema.data));
    const [major, minor] = schema.version.split(".");
    expect(readFileSync(new URL("versions.tf", folder), "utf8")).toContain(`"~> ${major}.${minor}"`);
  });

  const topic = 'resource "google_pubsub_topic" "a" {\n  name = "a"\n';
  it.each([
    [`${topic}  retention = "1s"\n}`, "google_pubsub_topic.a: retention is no argument"],
    [topic.replace(/ {2}name.*\n/, "}"), "google_pubsub_topic.a: name is missing"],
    [`${topic.replace('"a"\n', "[4]\n")}}`, 'google_pubsub_topic.a: name is not "string"'],
    [`${topic}  effective_labels = {}\n}`, "google_pubsub_topic.a: effective_labels cannot be set"],
    [
      `${topic}}\noutput "x" {\n  value = google_pubsub_topic.a.nam\n}`,
      "google_pubsub_topic.a.nam: it has no such attribute",
    ],
    [`${topic}}\noutput "x" {\n  value = google_pubsub_topic.b.name\n}`, "google_pubsub_topic.b.name: there is none"],
    ['resource "google_pubsub_topics" "a" {}', "google_pubsub_topics.a: the schema has no google_pubsub_topics"],
  ])("would be refused, were it %j", async (text, mistake) => {
    expect(mistakesIn(await configurationOf(text), schema)).toEqual([mistake]);
  });
});

describe("what is switched on", () => {
  /** By the first words of a resource. Without the first of them Terraform can neither look at the project nor grant in it. */
  const apis: Readonly<Record<string, string>> = {
    google_project: "cloudresourcemanager",
    google_service_account: "iam",
    google_pubsub: "pubsub",
    google_cloudfunctions2: "cloudfunctions",
    google_cloud_run_v2: "run",
    google_firestore: "firestore",
    google_bigquery: "bigquery",
    google_bigquery_data_transfer: "bigquerydatatransfer",
    google_storage: "storage",
    google_secret_manager: "secretmanager",
    google_logging: "logging",
    google_monitoring: "monitoring",
    google_billing: "billingbudgets",
  };

  it("is the service of everything that is made, and what builds the function", () => {
    const on = [...String(infra.locals.services).matchAll(/"(\w+)\.googleapis\.com"/g)].map(([, name = ""]) => name);
    const needed = Object.keys(infra.resources).map((address) => {
      const words = Object.keys(apis).filter(
        (prefix) => address.startsWith(`${prefix}_`) || address.startsWith(`${prefix}.`),
      );
      return [address, apis[words.toSorted((a, b) => b.length - a.length)[0] ?? ""]] as const;
    });
    expect(needed.filter(([, name]) => name === undefined || !on.includes(name))).toEqual([]);
    expect(on).toEqual(expect.arrayContaining(["artifactregistry", "cloudbuild", "bigquerystorage"]));
  });
});

describe("the calls of Pub/Sub", () => {
  it("begin when all they need is granted, since one that is refused counts as an attempt", () => {
    const { depends_on } = infra.resources["google_pubsub_subscription.push"] ?? {};
    const needed = ["cloud_run_v2_service_iam_member.push", "service_account_iam_member.push_tokens"];
    for (const address of needed) expect(JSON.stringify(depends_on)).toContain(address);
    const granted = Object.keys(infra.resources).filter((address) => /iam_member\.function/.test(address));
    // Its key, without which it would not start, comes before the function itself.
    for (const address of granted.filter((one) => !one.includes("secret")))
      expect(JSON.stringify(depends_on)).toContain(address);
    expect(granted).toHaveLength(4);
    expect(JSON.stringify(infra.resources["google_cloudfunctions2_function.this"]?.depends_on)).toContain(
      "build_sources",
    );
  });
});

describe("what a deployment is told", () => {
  testVariables(infra, {
    isFree: (_, type) => type.includes("bool"),
    ownDefaults: (aws) => ({
      alarms_notification_channel: aws.alarms.topicArn ?? null,
      labels: aws.tags,
    }),
  });
});

describe("Cisco Spaces", () => {
  it("may publish into one topic and nothing else, with one key unless a rotation is under way", () => {
    const granted = Object.entries(infra.resources).flatMap(([address, fields]) =>
      address.includes("_iam_member.") && String(fields.member).includes("local.publisher")
        ? [[address, fields.role, fields.topic]]
        : [],
    );
    expect(granted).toEqual([
      ["google_pubsub_topic_iam_member.cisco", "roles/pubsub.publisher", `\${google_pubsub_topic.push.name}`],
    ]);
    expect(infra.variables.push_keys?.default).toHaveLength(1);
    expect(infra.variables.publisher_member?.default).toBeNull();
  });

  it("is told all a publisher needs, by key", () => {
    const told = [...JSON.stringify(infra.outputs.push).matchAll(/(\w+) += /g)].map(([, name]) => name);
    expect(told).toEqual(["project_id", "topic_id", "topic_name", "service_account", "service_account_key"]);
  });
});

describe("the function", () => {
  /** Names a local gives values to, also where it is an expression. */
  const named = (text: string) => [...text.matchAll(/(?<=[{\n] *)([A-Z_]+) *=[^=]/g)].map(([, name = ""]) => name);

  it("is given what was agreed, and its key by Cloud Run itself", () => {
    const own = [
      "STAGE",
      "GOOGLE_CLOUD_PROJECT",
      "FIRESTORE_DATABASE",
      "LAKE_TABLE",
      "DEAD_LETTER_BUCKET",
      "MAX_RECORD_AGE_HOURS",
      "GATHER_MILLISECONDS",
      "GATHER_MESSAGES",
    ];
    const shared = [...tablesVariables, ...coreVariables].map(({ name }) => name);
    // What is AWS's, what comes as a secret, and what is right by default.
    const elsewhere = ["PRIVACY_KEY_SECRET_ID", "PRIVACY_KEY", "MAX_RECORD_BYTES"];
    const given = named(String(infra.locals.settings)).sort();
    expect(given).toEqual([...own, ...shared.filter((name) => !elsewhere.includes(name))].sort());
    expect(JSON.stringify(infra.resources["google_cloudfunctions2_function.this"])).toContain('"key":"PRIVACY_KEY"');
  });

  testCommaOfNone(infra);

  it("has roles on single things, never in the project alone", () => {
    const inProject = Object.entries(infra.resources).flatMap(([address, { role, condition }]) =>
      address.startsWith("google_project_iam_") && condition === undefined ? [[address, role]] : [],
    );
    // Neither can be given for less than a project: the build's log and image, and to run a query.
    expect(inProject).toEqual([
      ["google_project_iam_member.build", `\${each.key}`],
      ["google_project_iam_member.merge", "roles/bigquery.jobUser"],
    ]);
    const roles = Object.values(infra.resources).map(({ role }) => String(role));
    expect(roles.filter((role) => /owner|editor$|admin/i.test(role) && role !== "roles/bigquery.dataEditor")).toEqual(
      [],
    );
  });
});

describe("the lake", () => {
  it("has a column for each of a row", () => {
    const columns: readonly { readonly name: string }[] = JSON.parse(
      readFileSync(new URL("schema-events.json", folder), "utf8"),
    );
    expect(columns.map(({ name }) => name)).toEqual(columnList.map(({ name }) => name));
  });

  it("is laid by columns there are", () => {
    const names = columnList.map(({ name }) => String(name));
    const laid = Object.values(local("lake_tables")).flatMap(({ by, cluster = [] }) =>
      by === undefined ? [] : [by, ...(cluster as readonly string[])],
    );
    expect(laid.length).toBe(6);
    expect(laid.filter((name) => !names.includes(String(name)))).toEqual([]);
  });
});

describe("the merge", () => {
  it("is not scheduled on the hour, at which BigQuery may start a query twice", () => {
    expect(infra.resources["google_bigquery_data_transfer_config.merge"]?.schedule).toMatch(
      /^every day 02:(?!00)\d\d$/,
    );
  });
});

describe("secrets", () => {
  testOutputs(infra, /private_key|secret_data|password/);

  it("are Cisco's key alone: the key of the pseudonyms is written without being kept in the state", () => {
    for (const fields of ofType("google_secret_manager_secret_version")) {
      expect(fields).not.toHaveProperty("secret_data");
      expect(fields).toMatchObject({ secret_data_wo: expect.any(String), secret_data_wo_version: expect.anything() });
    }
    expect(infra.variables.privacy_key).toMatchObject({ ephemeral: true, sensitive: true });
  });

  it("are not what the function signs in with", () => {
    expect(String(infra.locals.settings)).not.toMatch(/private_key|secret/);
    expect(ofType("google_service_account_key")).toEqual([
      expect.objectContaining({ service_account_id: expect.stringContaining("google_service_account.cisco") }),
    ]);
  });
});
