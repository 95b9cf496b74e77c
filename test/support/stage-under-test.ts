/** A local run's stage as the operator's commands are tried on it: real clients, the built functions, what is printed. */
import { afterEach, beforeEach, expect, vi } from "vitest";
import type { FindStage } from "../../cli/stage/find-stage.ts";
import type { Stage } from "../../cli/stage/stage.ts";
import type { PutAnswer } from "../../cli/stage/transport.ts";
import type { CloudName } from "../../local/clouds.ts";
import { runCommand } from "./command.ts";
import { locationUpdate } from "./events.ts";
import { type StageOfTests, stageOfTests } from "./stage-of-tests.ts";

export const AT_MS = Date.now() - 600_000;
export const patience = { timeout: 30_000, interval: 200 };
export const tenant = "tenant-1";

type Register = (program: Parameters<Parameters<typeof runCommand>[0]>[0], find: FindStage) => void;

export interface StageUnderTest extends StageOfTests {
  readonly cloud: CloudName;
  /** By the test's last command. */
  readonly printed: string;
  put(...payloads: readonly Buffer[]): Promise<readonly PutAnswer[] | undefined>;
  /** The record of a device's position. */
  seen(uid: string, device?: string): Buffer;
  uidsOf(device: string): Promise<readonly string[]>;
  /** Resolved when the event of the device of its name is in the tables ... */
  stored(uid: string): Promise<void>;
  /** ... or in a landing file. */
  inLake(uid: string): Promise<void>;
  /** What a command prints of the stage; `open`: another stage than the run's. */
  run(register: Register, words: readonly string[], open?: () => Stage): Promise<string>;
  /** As JSON. */
  asked(register: Register, ...words: string[]): Promise<unknown>;
}

/** Registers what starts and ends it; to be called in a `describe`. */
export function stageUnderTest(cloud: CloudName): StageUnderTest {
  const of = stageOfTests(cloud);
  let printed = "";
  beforeEach(() => {
    printed = "";
    vi.spyOn(console, "log").mockImplementation((text: string) => {
      printed += `${text}\n`;
    });
    vi.spyOn(console, "error").mockImplementation(() => {});
    vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
      printed += String(chunk);
      return true;
    });
  });
  afterEach(() => vi.restoreAllMocks());

  const uidsOf = async (device: string) =>
    (await of.stage.tables.history({ tenant, kind: "device", id: device }, 0, Date.now())).map((row) => row.record_uid);
  async function run(register: Register, words: readonly string[], open = () => of.local.open()): Promise<string> {
    printed = "";
    await runCommand((program) => register(program, async () => open()), [...words, "--local"]);
    return printed;
  }

  return {
    cloud,
    get local() {
      return of.local;
    },
    get stage() {
      return of.stage;
    },
    get printed() {
      return printed;
    },
    put: async (...payloads) => of.stage.transports[0]?.put(payloads),
    seen: (uid, device = uid) =>
      Buffer.from(
        JSON.stringify(
          locationUpdate(
            { recordUid: uid, recordTimestamp: AT_MS, spacesTenantId: tenant },
            { device: { deviceId: device } },
          ),
        ),
      ),
    uidsOf,
    stored: (uid) =>
      vi.waitFor(async () => {
        expect(await uidsOf(uid)).toEqual([uid]);
        expect(await of.stage.tables.stateOf({ tenant, kind: "device", id: uid })).toHaveLength(1);
      }, patience),
    inLake: (uid) =>
      vi.waitFor(async () => {
        await of.local.settled();
        const { signal } = new AbortController();
        const found = await of.stage.lake?.find(uid, { fromMs: Date.now() - 3_600_000, toMs: Date.now() }, signal);
        expect(found?.map(({ row }) => row.record_uid)).toContain(uid);
      }, patience),
    run,
    asked: async (register, ...words) => JSON.parse(await run(register, [...words, "--json"])),
  };
}
