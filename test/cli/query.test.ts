import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { register } from "../../cli/query.ts";
import { UserError } from "../../cli/user-error.ts";
import { namedQueries } from "../../functions/athena/queries.ts";
import { writeRows } from "../../local/aws/firehose/files.ts";
import { newRow } from "../../shared/row.ts";

const occurredAtMs = Date.parse("2026-03-02T10:00:00Z");

describe("spaces query", () => {
  let directory: string;
  let printed: string;
  let complaint: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "a lake's [folder] "));
    printed = "";
    complaint = "";
    vi.spyOn(console, "log").mockImplementation((text: string) => {
      printed += text;
    });
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await rm(directory, { recursive: true });
  });

  async function run(...words: string[]): Promise<number> {
    const program = new Command();
    program.configureOutput({
      writeErr: (text) => {
        complaint += text;
      },
    });
    program.exitOverride();
    register(program);
    for (const command of program.commands) command.copyInheritedSettings(program);
    try {
      await program.parseAsync(["query", ...words], { from: "user" });
      return 0;
    } catch (error) {
      if (error instanceof UserError) {
        complaint += error.message;
        return 1;
      }
      return (error as { exitCode: number }).exitCode;
    }
  }

  async function fillLake(): Promise<void> {
    const row = { ...newRow("a", "ODD, \u001b[31mTYPE", occurredAtMs, occurredAtMs + 1_000, "core/1"), tenant_id: "t" };
    await writeRows(directory, "lake", [row, { ...row, record_uid: "b" }, row], occurredAtMs);
  }

  const period = ["--param", "from=2026-03-02", "--param", "to=2026-03-03"];

  it("lists every query with its parameters", async () => {
    expect(await run("--list")).toBe(0);
    for (const { name, parameters } of namedQueries) {
      expect(printed).toContain(name);
      for (const parameter of parameters) expect(printed).toContain(`${parameter.name}: ${parameter.description}`);
    }
  });

  it("prints a table that no event can smuggle a terminal command into", async () => {
    await fillLake();
    expect(await run("events-lag-and-duplicates", "--local", directory, ...period)).toBe(0);
    expect(printed).toContain("median_lag_seconds");
    expect(printed).toContain("ODD, \ufffd[31mTYPE");
    expect(printed).not.toContain("\u001b[31m");
  });

  it("prints JSON with numbers as numbers", async () => {
    await fillLake();
    await run("events-lag-and-duplicates", "--local", directory, ...period, "--format", "json");
    expect(JSON.parse(printed)).toEqual([
      {
        tenant_id: "t",
        event_type: "ODD, \u001b[31mTYPE",
        events: 2,
        duplicates: 1,
        median_lag_seconds: 1,
        p99_lag_seconds: 1,
        longest_lag_seconds: 1,
      },
    ]);
  });

  it("prints CSV with quotes where a comma needs them", async () => {
    await fillLake();
    await run("unmapped-event-types", "--local", directory, ...period, "--format", "csv");
    const [header, first] = printed.split("\n");
    expect(header).toBe("event_type,events,tenants,first_at,last_at,example_record_uid");
    expect(first).toBe('"ODD, \u001b[31mTYPE",2,1,2026-03-02 10:00:00,2026-03-02 10:00:00,a');
  });

  it("answers of events whatever the day their files were written", async () => {
    const row = { ...newRow("old", "ODD", Date.parse("2022-05-06T07:08:09Z"), occurredAtMs, "core/1"), tenant_id: "t" };
    await writeRows(directory, "lake", [row, row], occurredAtMs);
    for (const name of ["unmapped-event-types", "events-lag-and-duplicates"]) {
      printed = "";
      await run(name, "--local", directory, "--from", "2022-05-06", "--to", "2022-05-07", "--format", "json");
      expect(JSON.parse(printed)).toMatchObject([{ event_type: "ODD", events: 1 }]);
    }
  });

  it("takes times, in the zone that is named", async () => {
    await fillLake();
    const found = async (...words: string[]) => {
      printed = "";
      await run("unmapped-event-types", "--local", directory, "--format", "json", ...words);
      return JSON.parse(printed).length;
    };
    expect(await found("--from", "2026-03-02T10:00Z", "--to", "2026-03-02T10:01Z")).toBe(1);
    expect(await found("--from", "2026-03-02T09:00Z", "--to", "2026-03-02T10:00Z")).toBe(0);
    expect(await found("--from", "2026-03-02T11:00", "--to", "2026-03-02T12:00", "--time-zone", "Europe/Paris")).toBe(
      1,
    );
    expect(await found("--from", "2026-03-02T11:00", "--to", "2026-03-02T12:00")).toBe(0);
  });

  it("draws the answer, as text, as a picture and on a page", async () => {
    await fillLake();
    const drawn = async (...words: string[]) => {
      printed = "";
      expect(await run("unmapped-event-types", "--local", directory, ...period, ...words)).toBe(0);
      return printed;
    };
    expect(await drawn("--plot")).toMatch(/ODD, \ufffd\[31mTYPE +2 +█+/);
    expect(await drawn("--format", "svg")).toMatch(/^<svg /);
    expect(await drawn("--format", "html")).toContain("<h1>");
  });

  it("says so when there is nothing to show", async () => {
    await fillLake();
    await run("dwell-time-by-zone-and-day", "--local", directory, ...period);
    expect(printed).toBe("No rows.");
  });

  it.each([
    [["nonsense", "--local"], 'There is no query "nonsense"; --list shows all'],
    [["--local"], "Name a query; --list shows all"],
    [
      ["unmapped-event-types"],
      "Say which lake to ask: --stage or --outputs for a deployed one, --local for a local one.",
    ],
    [["unmapped-event-types", "--local", "/nowhere", ...period], "There are no lake files in /nowhere"],
    [["unmapped-event-types", "--local", "DIR"], 'unmapped-event-types needs a value for "from"'],
    [["unmapped-event-types", "--local", "--stage", "prod"], "cannot be used with option"],
    [["unmapped-event-types", "--local", "--param", "from"], "It is written as name=value."],
    [["unmapped-event-types", "--local", "--plot", "--format", "csv"], "cannot be used with option '--format"],
    [["unmapped-event-types", "--local", "--format", "xml"], "Allowed choices are table, csv, json, html, svg."],
    [["hourly-occupancy", "--local"], 'There is no query "hourly-occupancy", but hourly-occupancy-by-floor; --list'],
    [["unmaped-event-type", "--local"], 'There is no query "unmaped-event-type", but unmapped-event-types; --list'],
    [
      ["unmapped-event-types", "--local", "--from", "2026-03-03", "--to", "2026-03-02"],
      "--from is not before --to: the period has no time in it.",
    ],
    [["unmapped-event-types", "--local", "--from", "soon", "--to", "2026-03-02"], "--from is no time: write it as"],
    [["unmapped-event-types", "--local", "--param", "from=soon"], "--param from is no time: write it as"],
    [
      ["unmapped-event-types", "--local", "--from", "2026-03-01", "--to", "2026-03-02", "--time-zone", "Paris"],
      "--time-zone is no zone: write an IANA name",
    ],
    [["path-of-one-device", "--local", "--from", "2026-03-01"], "path-of-one-device takes no --from and no --to"],
  ])("answers %j with one sentence and a non-zero exit", async (words, sentence) => {
    await fillLake();
    const status = await run(...words.map((word) => (word === "DIR" ? directory : word)));
    expect(status).not.toBe(0);
    expect(complaint).toContain(sentence);
    expect(complaint.trim().split("\n")).toHaveLength(1);
    expect(printed).toBe("");
  });
});
