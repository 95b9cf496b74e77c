/** What rings on Google Cloud, and what docs/google-cloud.md says of it and has an operator paste. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { googleQueries } from "../../cli/gcp/queries.ts";
import { ageNames, countNames } from "../../shared/batch/report.ts";
import { anchorsOf, testAlertTable, testGuide } from "../support/terraform/guide.ts";
import { files } from "./infra-files.ts";

const { guide, infra, local, ofType } = files;

/** All that rings, without the stage. */
const ringing = () => [
  ...Object.keys(local("alerts")),
  ...ofType("google_billing_budget").map(({ display_name }) => String(display_name).split("-").pop() ?? ""),
];

/** The text of a local with the locals it names, however deep. */
function written(text: string): string {
  return text.replaceAll(/\$\{local\.(\w+)\}/g, (_, name: string) => {
    const named = infra.locals[name];
    return typeof named === "string" ? written(named) : "";
  });
}

describe("what rings", () => {
  it("tells the channel", () => {
    const told = Object.entries(infra.resources).flatMap(([address, fields]) =>
      /alert|budget/.test(address) ? [[address, JSON.stringify(fields).split("local.alarms_channels").length - 1]] : [],
    );
    expect(Object.fromEntries(told)).toEqual({
      "google_monitoring_alert_policy.this": 1,
      "google_billing_budget.spend": 1,
    });
    expect(infra.locals.alarms_channels).toContain("local.alarms_channel");
    expect(infra.locals.alarms_channel).toContain("google_monitoring_notification_channel.alarms");
  });

  it("looks at every figure that is counted of the log, and at no other", () => {
    const counted = Object.keys(local("log_metrics"));
    const looked = [...JSON.stringify(local("alerts")).matchAll(/google_logging_metric\.this\[\\*"([a-z-]+)/g)];
    expect(new Set(looked.map(([, name]) => name))).toEqual(new Set(counted));
  });

  it("looks for what the function says", () => {
    const filters = Object.values(local("log_metrics")).map((filter) => written(String(filter)));
    const figures = filters.flatMap((filter) => [...filter.matchAll(/jsonPayload\.(\w+)>/g)].map(([, name]) => name));
    expect(new Set(figures)).toEqual(new Set(["event_age", "rejected"]));
    expect([...countNames, ...ageNames]).toEqual(expect.arrayContaining(figures));
    expect(filters.filter((filter) => filter.includes('jsonPayload.message="batch"'))).toHaveLength(3);
  });

  it("looks at one kind of resource, and makes one figure of it", () => {
    for (const [name, { filter, aligner }] of Object.entries(local("alerts"))) {
      const types = [...written(String(filter)).matchAll(/(metric|resource)\.type=/g)].map(([, kind]) => kind).sort();
      expect([name, types]).toEqual([name, ["metric", "resource"]]);
      expect([name, aligner]).toEqual([name, expect.stringMatching(/^ALIGN_(DELTA|MAX|PERCENTILE_99)$/)]);
    }
  });

  testAlertTable(files, ringing, 14);

  it("sends whoever is woken to a section the guide has", () => {
    const sections = Object.values(local("alerts")).map(({ section }) => String(section));
    expect(sections.filter((section) => !anchorsOf(guide).includes(section))).toEqual([]);
  });
});

describe("the guide", () => {
  testGuide(files, {
    cloud: "gcp",
    moreCommandsThan: 12,
    alsoNamed: [...Object.keys(local("lake_tables")), "events_latest"],
  });

  it("has commands of spaces that there are, with options they take", () => {
    const commands = [...guide.matchAll(/spaces -- ((?:[a-z][a-z-]*)(?: key-policy| floors)?)([^|)\n`]*)/g)];
    expect(commands.length).toBeGreaterThanOrEqual(4);
    const file = fileURLToPath(new URL("../../cli/spaces.ts", import.meta.url));
    for (const [, command = "", words = ""] of commands) {
      const asked = command === "channel" ? ["channel", "show"] : command.split(" ");
      const { stdout, status } = spawnSync(process.execPath, [file, ...asked, "--help"], { encoding: "utf8" });
      expect([command, status]).toEqual([command, 0]);
      const options = [...words.matchAll(/--[a-z-]{3,}/g)].map(([option]) => option);
      expect([command, options.filter((option) => !stdout.includes(`${option} `))]).toEqual([command, []]);
    }
  });

  it("has commands of the lake's page that there are, and queries", () => {
    const page = readFileSync(new URL("../../docs/google-cloud-lake.md", import.meta.url), "utf8");
    const file = fileURLToPath(new URL("../../cli/spaces.ts", import.meta.url));
    const { stdout } = spawnSync(process.execPath, [file, "query", "--help"], { encoding: "utf8" });
    const asked = [...page.matchAll(/spaces query (\S+)([^`\n]*)/g)];
    expect(asked.length).toBeGreaterThanOrEqual(3);
    for (const [, name = "", words = ""] of asked) {
      expect([...googleQueries.map((query) => query.name), "…", "NAME"]).toContain(name);
      const options = [...words.matchAll(/--[a-z-]{3,}/g)].map(([option]) => option);
      expect(options.filter((option) => !stdout.includes(`${option} `))).toEqual([]);
    }
    // As Terraform names it.
    const { dataset_id } = infra.locals;
    expect(dataset_id).toContain('replace(local.name, "-", "_")');
    expect([...page.matchAll(/my-project\.(\w+)/g)].map(([, dataset]) => dataset)).toEqual([
      "spaces_prod",
      "spaces_prod",
    ]);
  });
});
