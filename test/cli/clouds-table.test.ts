/** What the README says of the three clouds side by side, held to the models and to what is deployed. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { cloudsNote, cloudsRows } from "../../cli/clouds-table.ts";
import { defaultInput } from "../../cli/cost-model.ts";
import { withDefaults } from "../../infra/config/defaults.ts";
import { configurationIn } from "../support/terraform/configuration.ts";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const [, section = ""] = /## Three clouds side by side\n([\s\S]*?)\n## /.exec(readme) ?? [];
const words = section.replaceAll(/\s+/g, " ");
const cellsOf = (title: string) =>
  section
    .split("\n")
    .find((line) => line.startsWith(`| ${title}`))
    ?.split("|")
    .slice(2, -1)
    .map((cell) => cell.trim()) ?? [];

describe("the README's three clouds", () => {
  it("cost what the models say, and rest on what they rest on", () => {
    expect(section).toContain(cloudsRows());
    expect(words).toContain(cloudsNote());
  });

  it("each have a cell in every row", () => {
    const rows = section.split("\n").filter((line) => line.startsWith("|"));
    expect(rows.length).toBeGreaterThan(12);
    expect(rows.filter((row) => row.split("|").length !== 6)).toEqual([]);
  });

  it("gather and give up as they are deployed by default", async () => {
    const variablesOf = async (cloud: string) =>
      (await configurationIn(new URL(`../../${cloud}/infra/`, import.meta.url))).variables;
    const [azure, gcp] = await Promise.all([variablesOf("azure"), variablesOf("gcp")]);
    const { retentionDays, maxRecordAgeHours } = withDefaults({ stage: "test" }).channels.kinesis;
    const [onAws = "", onAzure = "", onGcp = ""] = cellsOf("given up, by age");
    expect([onAws, retentionDays]).toEqual([`after ${maxRecordAgeHours} h of the 7 days kept`, 7]);
    expect([onAzure, azure.retention_days?.default]).toEqual(["the same", retentionDays]);
    expect(String(azure.max_record_age_hours?.description)).toContain(`Default: ${maxRecordAgeHours},`);
    expect(onGcp).toContain(`Pub/Sub counts ${gcp.max_delivery_attempts?.default} attempts`);
    expect(String(gcp.max_record_age_hours?.description)).toContain(`Default: ${/after (\d+) h/.exec(onGcp)?.[1]}.`);
    const [window = "", , gathered] = cellsOf("batches");
    expect(window).toContain(`a window of ${defaultInput.windowSeconds} s`);
    expect(gathered).toBe(
      `${gcp.gather_milliseconds?.default} ms or ${gcp.gather_messages?.default} messages, gathered from concurrent pushes`,
    );
  });
});
