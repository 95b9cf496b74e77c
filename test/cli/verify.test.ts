/** `spaces verify` on the local run of each cloud whose tables can be cleaned up: everything is found, nothing is left, and what is not as it must be is told. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { AwsLocalAccess } from "../../cli/aws/local-access.ts";
import { localAwsStage } from "../../cli/aws/stage.ts";
import { walk } from "../../cli/dead-letters/walk.ts";
import type { GoogleLocalAccess } from "../../cli/gcp/local-access.ts";
import { localGoogleStage } from "../../cli/gcp/stage.ts";
import type { Stage } from "../../cli/stage/stage.ts";
import { UserError } from "../../cli/user-error.ts";
import { register } from "../../cli/verify.ts";
import { runCommand } from "../support/command.ts";
import { locationUpdate } from "../support/events.ts";
import { type LocalStage, startAnyLocalStage } from "../support/local-stage.ts";

let local: LocalStage<unknown>;

let printed: string;
let said: string;
beforeEach(() => {
  [printed, said] = ["", ""];
  vi.stubEnv("NO_COLOR", "1");
  vi.spyOn(console, "log").mockImplementation((text: string) => {
    printed += text;
  });
  vi.spyOn(console, "error").mockImplementation((text: string) => {
    said += text;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
});

const run = (words: readonly string[], open: () => Stage = () => local.open()) =>
  runCommand((program) => register(program, async () => open()), ["verify", ...words, "--local"]);

async function items(): Promise<number> {
  const stage = local.open();
  const { allState, allEvents, allPlaces } = stage.tables;
  const found = await Promise.all([allState(), allEvents(), allPlaces()]);
  stage.close();
  return found.reduce((sum, { length }) => sum + length, 0);
}

async function letters() {
  const stage = local.open();
  const found = [];
  const all = { fromMs: 0, has: () => true };
  for await (const { letters: some, note } of walk(stage.givenUp, all, new AbortController().signal))
    for (const letter of some) found.push({ code: letter.code, isNoted: note.has(letter.index) });
  stage.close();
  return found;
}

type Open = (run: string, access: unknown) => Stage;

describe.each([
  ["aws", localAwsStage as Open],
  ["gcp", localGoogleStage as Open],
] as const)("spaces verify on %s", (cloud, stageOf) => {
  beforeAll(async () => {
    local = await startAnyLocalStage(cloud);
  }, 60_000);
  afterAll(() => local.close());

  it("puts nothing without --yes", async () => {
    await run([]);
    expect(said).toMatch(
      /^Would put 7 records of the tenant spaces-verify-[0-9a-f]{8} into the local run test, and delete them again\.Nothing was done; --yes does it\.$/,
    );
    expect(await items()).toBe(0);
  });

  it("finds the batch in tables, index, letters and lake, and leaves nothing but what others put", async () => {
    const stage = local.open();
    await stage.transports[0]?.put([Buffer.from(JSON.stringify(locationUpdate()))]);
    stage.close();
    await vi.waitFor(async () => expect(await items()).toBe(3), { timeout: 20_000 });
    await run(["--yes", "--json", "--wait", "60"]);
    const { good, seen, deleted, forget } = JSON.parse(printed);
    expect(seen).toEqual([
      { where: "history", found: 6, of: 6 },
      { where: "state", found: expect.any(Number), of: expect.any(Number) },
      { where: "by place", found: expect.any(Number), of: expect.any(Number) },
      { where: "dead letters", found: 1, of: 1 },
      { where: "lake", found: 6, of: 6 },
    ]);
    expect(good).toBe(true);
    expect(deleted).toBeGreaterThanOrEqual(10);
    expect(forget[0]).toMatch(
      /^spaces forget --subject 'device:spaces-verify-.*' --tenant spaces-verify-\w+ --local --yes$/,
    );
    expect(process.exitCode).toBeUndefined();
    expect(await items()).toBe(3);
    expect(await letters()).toEqual([{ code: "missing-record-timestamp", isNoted: true }]);
  });

  it("says it in lines, and can do without the poison", async () => {
    await run(["--yes", "--no-poison", "--wait", "60"]);
    expect(printed).toMatch(/^good {5}history {7}6 of 6\ngood {5}state/);
    expect(printed).toMatch(/All of spaces-verify-\w+ is as the core says, after \d+ m?s\./);
    expect(printed).toMatch(/\d+ of its items were deleted from the tables\./);
    expect(await letters()).toHaveLength(1);
    expect(await items()).toBe(3);
  });

  it("tells what is not there in time and what is otherwise, cleans up all the same, and ends with 1", async () => {
    const open = (): Stage => {
      const stage = local.open();
      const history: Stage["tables"]["history"] = async (...of) =>
        (await stage.tables.history(...of)).map((row) => ({ ...row, ...(row.x === 30 && { x: 31 }) }));
      const { lake } = stage;
      if (lake === undefined) throw new Error("a local run has a lake");
      const empty = { ...lake, rowsOf: () => ({ find: async () => [] }) };
      return { ...stage, tables: { ...stage.tables, history }, lake: empty };
    };
    await run(["--yes", "--json", "--wait", "6"], open);
    const { good, seen } = JSON.parse(printed);
    expect(good).toBe(false);
    expect(seen[0]).toEqual({ where: "history", found: 6, of: 6, differs: "DEVICE_LOCATION_UPDATE: x" });
    expect(seen.at(-1)).toEqual({ where: "lake", found: 0, of: 6 });
    expect(process.exitCode).toBe(1);
    expect(await items()).toBe(3);
  });

  it("cleans up what a run left that could not", async () => {
    const open = (): Stage => {
      const stage = local.open();
      const { eraser: _eraser, ...rest } = stage;
      return rest;
    };
    await run(["--yes", "--json", "--no-poison", "--wait", "60"], open);
    const { tenant, deleted } = JSON.parse(printed);
    expect(deleted).toBeUndefined();
    expect(await items()).toBeGreaterThan(3);
    printed = "";
    await run(["--clean", tenant, "--yes"]);
    expect(printed).toMatch(new RegExp(`^Deleted \\d+ items of ${tenant}\\.$`));
    expect(await items()).toBe(3);
  });

  it("cleans up where it cannot look, and says how what comes later goes", async () => {
    const open = (): Stage => {
      const find = async () => {
        // All ten have come, so that nothing comes later here.
        await vi.waitFor(async () => expect(await items()).toBe(13), { timeout: 20_000 });
        throw new UserError("The lake is closed.");
      };
      const stage = local.open();
      if (stage.lake === undefined) throw new Error("a local run has a lake");
      return { ...stage, lake: { ...stage.lake, rowsOf: () => ({ find }) } };
    };
    await expect(run(["--yes", "--no-poison"], open)).rejects.toThrow("The lake is closed.");
    expect(said).toMatch(/What comes later is deleted by spaces verify --clean spaces-verify-\w+\.$/);
    expect(await items()).toBe(3);
  });

  it("gives no verdict when it is stopped, and --clean notes the letter that came later", async () => {
    const open = (): Stage => {
      const stage = local.open();
      const find = async () => {
        process.emit("SIGINT");
        return [];
      };
      if (stage.lake === undefined) throw new Error("a local run has a lake");
      // As if the letter had not come yet.
      return { ...stage, givenUp: [], lake: { ...stage.lake, rowsOf: () => ({ find }) } };
    };
    const before = (await letters()).length;
    await run(["--yes"], open);
    expect(printed).toMatch(/unknown {2}lake {10}0 of 6\n\nStopped after /);
    expect(printed).not.toMatch(/bad|deployed/);
    expect(process.exitCode).toBe(130);
    const [, tenant = ""] = /--clean (\S+)\./.exec(printed) ?? [];
    await vi.waitFor(async () => expect(await letters()).toHaveLength(before + 1), { timeout: 20_000 });
    await run(["--clean", tenant, "--yes"]);
    expect((await letters()).every(({ isNoted }) => isNoted)).toBe(true);
    await vi.waitFor(async () => {
      await run(["--clean", tenant, "--yes"]);
      expect(await items()).toBe(3);
    });
  });

  it("refuses to clean up anybody else", async () => {
    await expect(run(["--clean", "tenant-1", "--yes"])).rejects.toThrow("--clean takes a tenant of spaces verify");
    expect(await items()).toBe(3);
  });

  it("works with another configuration: what is only state is looked for there", async () => {
    const access = local.access as AwsLocalAccess | GoogleLocalAccess;
    const environment = { ...access.environment, HISTORY_EXCLUDE: "IOT_TELEMETRY" };
    await run(["--yes", "--json", "--no-poison", "--wait", "60"], () => stageOf("test", { ...access, environment }));
    expect(JSON.parse(printed).seen[0]).toEqual({ where: "history", found: 4, of: 4 });
  });
});
