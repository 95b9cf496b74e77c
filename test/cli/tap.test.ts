/** `spaces tap` on the local run of each cloud whose transport can be followed, while events come. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { register } from "../../cli/tap.ts";
import { runCommand } from "../support/command.ts";
import { locationUpdate } from "../support/events.ts";
import { type LocalStage, startAnyLocalStage } from "../support/local-stage.ts";

let local: LocalStage<unknown>;

let printed: string;
let said: string;
beforeEach(() => {
  [printed, said] = ["", ""];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += text;
    return true;
  });
  vi.spyOn(console, "error").mockImplementation((text: string) => {
    said += `${text}\n`;
  });
  vi.stubEnv("NO_COLOR", "1");
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
});

let uid = 0;
function seen(device: string, tenant = "tenant-1") {
  const event = { recordUid: `tap-${uid++}`, spacesTenantId: tenant };
  return locationUpdate(event, { device: { deviceId: device, macAddress: "02:00:5e:00:00:07" } });
}

/** Puts them again and again, since the tap may not be there yet; `until` it has ended or is stopped. */
async function tap(words: readonly string[], events: () => readonly object[], until?: () => boolean): Promise<void> {
  let ended = false;
  const tapping = runCommand((program) => register(program, async () => local.open()), ["tap", ...words, "--local"]);
  tapping
    .catch(() => {})
    .finally(() => {
      ended = true;
    });
  const stage = local.open();
  for (let turn = 0; !ended && turn < 60; turn++) {
    await stage.transports[0]?.put(events().map((event) => Buffer.from(JSON.stringify(event))));
    await sleep(250);
    if (until?.()) process.emit("SIGINT");
  }
  stage.close();
  await tapping;
}

const lines = () => printed.trimEnd().split("\n");

describe.each([
  ["aws", "kinesis", /\/shardId-/],
  ["gcp", "pubsub", /^spaces$/],
] as const)("spaces tap on %s", (cloud, channel, from) => {
  beforeAll(async () => {
    local = await startAnyLocalStage(cloud);
  }, 60_000);
  afterAll(() => local.close());

  it("shows what comes now, after the privacy policy, and ends after so many", async () => {
    await tap(["--json", "--limit", "3"], () => [seen("device-1"), seen("device-2")]);
    const shown = lines().map((line) => JSON.parse(line));
    expect(shown).toHaveLength(3);
    for (const { row, position, source } of shown) {
      expect(row).toMatchObject({
        event_type: "DEVICE_LOCATION_UPDATE",
        tenant_id: "tenant-1",
        subject_kind: "device",
      });
      expect(row.mac_address).toMatch(/^hmac-/);
      expect(position).toMatch(/^\d+$/);
      expect(source).toMatch(from);
    }
    expect(printed).not.toContain("02:00:5e");
    expect(said).toContain(`What arrives in ${channel} of the local run test; Ctrl-C ends it.\n`);
    expect(said).toMatch(/\d+ events came, 0 rejected, 0 ignored; 3 shown\.\n$/);
    expect(process.exitCode).toBeUndefined();
  });

  it("ends after so many, too, where its reader is slow and several shards give at once", async () => {
    vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      printed += text;
      setTimeout(() => process.stdout.emit("drain"), 5);
      return false;
    });
    await tap(["--json", "--limit", "5"], () => Array.from({ length: 40 }, (_, index) => seen(`slow-${index}`)));
    expect(lines()).toHaveLength(5);
    expect(process.exitCode).toBeUndefined();
  });

  it("has a line each with when, what, whose, who and where", async () => {
    await tap(["--limit", "1"], () => [seen("device-1")]);
    expect(printed).toMatch(
      /^\d\d:\d\d:\d\d\.\d{3} {2}DEVICE_LOCATION_UPDATE {4}tenant-1 {2}device:device-1 {2}Lobby, Ground, North {2}at 10\.5, 20\.3\n$/,
    );
  });

  it.each([
    [["--tenant", "tenant-2"], /^[^\n]+ tenant-2 {2}device:b /],
    [["--subject", "device:b"], /^[^\n]+ tenant-2 {2}device:b /],
    [
      ["--types", "DEVICE_ENTRY"],
      /^[^\n]+ DEVICE_ENTRY +tenant-3 {2}rejected: missing-record-timestamp \(validate\) {2}/,
    ],
    [["--rejected"], /^[^\n]+ rejected: missing-record-timestamp /],
  ])("shows with %j only that", async (words, expected) => {
    const poison = { recordUid: "hidden", spacesTenantId: "tenant-3", eventType: "DEVICE_ENTRY" };
    await tap([...words, "--limit", "1"], () => [seen("a"), poison, seen("b", "tenant-2")]);
    expect(printed).toMatch(expected);
    expect(printed).not.toContain("hidden");
  });

  it("leaves out what is more than can be shown, says so, and ends by Ctrl-C with a count", async () => {
    const many = () => Array.from({ length: 40 }, (_, index) => seen(`many-${index}`));
    await tap(["--rate", "5"], many, () => said.includes("more"));
    expect(said).toMatch(/… \d+ more\n/);
    expect(said).toMatch(/(\d+) events came, 0 rejected, 0 ignored; \d+ shown, \d+ left out\.\n$/);
    const [, came, shown, left] = /(\d+) events came.*; (\d+) shown, (\d+) left/.exec(said) ?? [];
    expect(Number(shown) + Number(left)).toBe(Number(came));
    expect(lines()).toHaveLength(Number(shown));
    expect(process.exitCode).toBe(130);
  });
});
