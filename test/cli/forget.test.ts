import { glob, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { compactLocal } from "../../cli/compact-local.ts";
import { register } from "../../cli/forget.ts";
import { openLake } from "../../cli/query-duckdb.ts";
import { UserError } from "../../cli/user-error.ts";
import { newRow, type Row } from "../../shared/row.ts";
import { land } from "../functions/athena/landing.ts";
import { runCommand } from "../support/command.ts";

const at = Date.parse("2026-03-02T10:00:00Z");
const DAY_MS = 86_400_000;
const WHOM = "hmac-aaaa-the-forgotten-one";

function event(uid: string, more: Partial<Row>): Row {
  return { ...newRow(uid, "TYPE", at, at, "spaces/0.1.0"), tenant_id: "t", subject_kind: "device", ...more };
}

const theirs = [
  event("a", { subject_id: WHOM }),
  event("b", { subject_id: "mac", device_id: WHOM }),
  event("c", { subject_kind: "user", subject_id: "u", mac_address: WHOM }),
];
const others = [
  event("d", { subject_id: "other" }),
  event("e", { subject_kind: "asset", subject_id: "asset" }),
  event("f", { subject_id: "other", device_id: "other", mac_address: "m", user_id: "u", received_at: at + 1_000 }),
];

describe("spaces forget --local", () => {
  let directory: string;
  let printed: string[];
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "forget's [lake] "));
    printed = [];
    vi.spyOn(console, "log").mockImplementation((text: string) => printed.push(text));
    await land(directory, [...theirs, ...others]);
    await compactLocal(directory, "2026-03-03");
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await rm(directory, { recursive: true });
  });

  const run = (...words: string[]) => runCommand(register, ["forget", "--local", directory, ...words]);

  async function uids(from: string): Promise<unknown> {
    const lake = await openLake(directory);
    const { rows } = await lake.sql(`SELECT record_uid FROM ${from} ORDER BY record_uid`);
    lake.close();
    return rows.flat();
  }

  /** Tables of which a file has the value in its bytes; so short a text stands in a Parquet file as it is. */
  async function tablesWith(value: string): Promise<readonly string[]> {
    const found = new Set<string>();
    for await (const file of glob("**/*", { cwd: directory })) {
      if (!(await stat(join(directory, file))).isFile()) continue;
      if ((await readFile(join(directory, file))).includes(value))
        found.add(file.replace(/\/(dt|occurred_on|table).*$/, ""));
    }
    return [...found].sort();
  }

  it("only looks without --yes, and says what it would delete", async () => {
    await run("--subject", `device:${WHOM}`);
    expect(printed).toEqual([
      "lake, compacted: 3 rows",
      "lake, landing: 3 rows",
      "Nothing was deleted; --yes does it.",
    ]);
    expect(await uids("events_latest")).toEqual(["a", "b", "c", "d", "e", "f"]);
  });

  it("leaves no byte of it in a file of events, only its name in the list of the erased", async () => {
    expect(await tablesWith(WHOM)).toEqual(["compacted/events_compacted", "events"]);
    await run("--subject", `device:${WHOM}`, "--yes");
    expect(await tablesWith(WHOM)).toEqual(["compacted/erased_subjects"]);
    expect(await uids("events_latest")).toEqual(["d", "e", "f"]);
    expect(await uids("events")).toEqual(["d", "e", "f"]);
  });

  it("is not undone by what lands again, and keeps what occurs later", async () => {
    await run("--subject", `device:${WHOM}`, "--yes");
    const later = Date.now() + DAY_MS;
    await land(directory, [...theirs, event("new", { subject_id: WHOM, occurred_at: later, received_at: later })]);
    expect(await uids("events_latest")).toEqual(["d", "e", "f", "new"]);
    await compactLocal(directory, new Date(later + DAY_MS).toISOString().slice(0, 10));
    expect(await uids("events_compacted")).toEqual(["d", "e", "f", "new"]);
    expect(await uids("events_latest")).toEqual(["d", "e", "f", "new"]);
  });

  it("takes what arrived before, too, whose sender's clock was ahead", async () => {
    const ahead = event("ahead", { subject_id: WHOM, occurred_at: Date.now() + 40 * DAY_MS });
    await land(directory, [ahead]);
    await compactLocal(directory, "2026-03-03");
    await run("--subject", `device:${WHOM}`, "--yes");
    expect(await tablesWith(WHOM)).toEqual(["compacted/erased_subjects"]);
    await land(directory, [ahead]);
    expect(await uids("events_latest")).toEqual(["d", "e", "f"]);
  });

  it("is of one tenant where one is named", async () => {
    await run("--subject", `device:${WHOM}`, "--tenant", "another", "--yes");
    expect(await uids("events_latest")).toEqual(["a", "b", "c", "d", "e", "f"]);
    await run("--subject", `device:${WHOM}`, "--tenant", "t", "--yes");
    expect(await uids("events_latest")).toEqual(["d", "e", "f"]);
  });

  it("says in a sentence that it failed, and that it is to be run again", async () => {
    await writeFile(join(directory, "events", "torn.parquet"), "PAR1");
    const failed = run("--subject", `device:${WHOM}`, "--yes");
    await expect(failed).rejects.toThrow(UserError);
    await expect(failed).rejects.toThrow(/ Run it again: nothing is deleted twice\.$/);
    expect(printed).toEqual([]);
  });

  it.each(["device", "device:", ":x", "person:x", "device:\u0000"])("refuses %j as a subject", async (subject) => {
    await expect(run("--subject", subject)).rejects.toThrow("It is written as kind:id, such as device:ID.");
  });
});
