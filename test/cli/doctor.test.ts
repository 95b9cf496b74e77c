/** `spaces doctor` on a local run: silent, with events, with what is wrong with them. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { localAwsStage } from "../../cli/aws/stage.ts";
import { register } from "../../cli/doctor.ts";
import type { Finding } from "../../cli/stage/check.ts";
import type { StageLake } from "../../cli/stage/lake.ts";
import type { Stage } from "../../cli/stage/stage.ts";
import { runCommand } from "../support/command.ts";
import { locationUpdate } from "../support/events.ts";
import { type LocalStage, startLocalStage } from "../support/local-stage.ts";

const HOUR_MS = 3_600_000;

let local: LocalStage;
beforeAll(async () => {
  local = await startLocalStage();
});
afterAll(() => local.close());

let printed: string;
beforeEach(() => {
  printed = "";
  vi.spyOn(console, "log").mockImplementation((text: string) => {
    printed += text;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

interface Answer {
  readonly findings: readonly Finding[];
  readonly silence?: readonly string[];
}

async function diagnosis(
  open: () => Stage = local.open,
  where: readonly string[] = ["--local"],
): Promise<Answer & { of(name: string): Finding | undefined }> {
  await runCommand((program) => register(program, async () => open()), ["doctor", ...where, "--json"]);
  const answer = JSON.parse(printed) as Answer;
  return { ...answer, of: (name) => answer.findings.find((finding) => finding.name === name) };
}

let uid = 0;
function seen(device: string, occurredAtMs: number, tenant: string): Uint8Array {
  const event = { recordUid: `doctor-${uid++}`, recordTimestamp: occurredAtMs, spacesTenantId: tenant };
  return Buffer.from(JSON.stringify(locationUpdate(event, { device: { deviceId: device } })));
}

async function put(...payloads: readonly Uint8Array[]): Promise<void> {
  const stage = local.open();
  await stage.transports[0]?.put(payloads);
  stage.close();
}

describe("spaces doctor", () => {
  it("says of what it was stopped at that it was, without a verdict", async () => {
    const look = () => {
      process.emit("SIGINT");
      return new Promise<never>(() => {});
    };
    const { of, silence } = await diagnosis(() => ({ ...local.open(), checks: [{ name: "stream", look }] }));
    expect(of("stream")).toEqual({ name: "stream", verdict: "unknown", says: "stopped before it answered" });
    expect(of("arriving")?.says).toBe("stopped before it answered");
    expect(silence).toBeUndefined();
    expect(process.exitCode).toBe(130);
  });

  it("says of a silent stage that nothing arrives, with the reasons that cannot be seen from here", async () => {
    const { of, silence } = await diagnosis();
    expect(of("credentials")?.verdict).toBe("good");
    expect(of("stream")).toMatchObject({ verdict: "good", says: expect.stringContaining("is ACTIVE") });
    expect(of("configuration")?.verdict).toBe("good");
    expect(of("arriving")).toMatchObject({
      verdict: "bad",
      says: "nothing was put into kinesis in the last 5 min",
    });
    expect(of("tables")?.verdict).toBe("unknown");
    expect(of("lake")?.verdict).toBe("unknown");
    expect(of("dead letters")).toMatchObject({ verdict: "good", says: "none within the hour" });
    expect(silence?.join()).toContain("simulated events are off");
    expect(process.exitCode).toBe(1);
  });

  it("follows what arrives into tables and lake, and finds nothing wrong", async () => {
    const nowMs = Date.now();
    const twice = seen("a", nowMs - 9_000, "tenant-1");
    const events = Array.from({ length: 30 }, (_, index) => seen(`device-${index}`, nowMs - 5_000, "tenant-1"));
    await put(twice, ...events);
    await put(seen("a", nowMs - 20_000, "tenant-1"), twice);
    await vi.waitFor(
      async () => {
        [printed, process.exitCode] = ["", undefined];
        const { findings, of, silence } = await diagnosis();
        expect(of("tables")).toMatchObject({ verdict: "good", says: expect.stringMatching(/^20 of 20 events/) });
        expect(of("lake")?.verdict).toBe("good");
        expect(findings.filter(({ verdict }) => verdict === "bad")).toEqual([]);
        expect(silence).toBeUndefined();
        expect(process.exitCode).toBeUndefined();
      },
      { timeout: 30_000, interval: 1_000 },
    );
    const { of } = { of: (name: string) => (JSON.parse(printed) as Answer).findings.find((it) => it.name === name) };
    expect(of("arriving")?.says).toMatch(/^kinesis: 0\.11 records\/s \(33 records in 5 min\), 1\.00 events each$/);
    expect(of("encoding")?.says).toBe("json 100 %");
    expect(of("usable")?.says).toBe("all of 33 events");
    expect(of("duplicates")?.says).toBe("3 % came before; stored once");
    expect(of("disorder")?.says).toMatch(/^[36] % are older/);
    expect(of("lag by tenant")?.says).toMatch(/^tenant-1 \d+ s/);
  });

  it("names the tenant that is late, the code of what is rejected and of what was given up", async () => {
    await put(
      seen("late", Date.now() - 2 * HOUR_MS, "tenant-late"),
      Buffer.from(JSON.stringify({ recordUid: "no time", eventType: "DEVICE_ENTRY" })),
    );
    await vi.waitFor(
      async () => {
        printed = "";
        expect((await diagnosis()).of("dead letters")).toMatchObject({
          verdict: "bad",
          says: "1 missing-record-timestamp within the hour",
        });
      },
      { timeout: 30_000, interval: 1_000 },
    );
    printed = "";
    const { of } = await diagnosis(local.open, ["--stage", "s"]);
    expect(of("lag by tenant")).toMatchObject({ verdict: "bad", says: expect.stringMatching(/^tenant-late 2 h/) });
    expect(of("usable")?.says).toBe("1 of 35 events are rejected: 1 missing-record-timestamp");
    expect(process.exitCode).toBe(1);
    expect(printed).not.toContain("no time");
    printed = "";
    expect((await diagnosis()).of("lag by tenant")).toMatchObject({
      verdict: "unknown",
      says: expect.stringMatching(/^tenant-late 2 h.*; a local run's events are simulated/),
    });
  });

  it("finds that the tables do not have what arrives, where the function does not run", async () => {
    // Tables of another run: as if nothing had been stored, for longer than a function takes.
    vi.useFakeTimers({ now: Date.now() + 3 * 60_000, toFake: ["Date"] });
    const empty = { ...local.access, tables: { ...local.access.tables, events: local.access.tables.places } };
    const { of } = await diagnosis(() => localAwsStage("test", empty)).finally(() => vi.useRealTimers());
    expect(of("tables")).toMatchObject({ verdict: "bad", todo: expect.stringContaining("Not invoked") });
    expect(of("tables")?.says).toMatch(
      /^0 of 20 events that arrived are there; one that is not arrived \d+ (s|min) ago$/,
    );
  });

  it("finds a lake that has no file of what arrived long before, and judges none by what has just come", async () => {
    const lake = { ...(local.open().lake as StageLake), newestMs: async () => undefined };
    const open = () => ({ ...local.open(), lake });
    expect((await diagnosis(open)).of("lake")?.verdict).toBe("unknown");
    printed = "";
    vi.useFakeTimers({ now: Date.now() + 25 * 60_000, toFake: ["Date"] });
    const { of } = await diagnosis(open).finally(() => vi.useRealTimers());
    expect(of("lake")).toMatchObject({ verdict: "bad", says: "no file within the hour, though events arrived before" });
  });

  it("tells what may not be looked at, with the right that is missing, and goes on", async () => {
    const denied = Object.assign(
      new Error("User: arn:aws:iam::1:user/me is not authorized to perform: lambda:GetFunctionConfiguration on x"),
      { name: "AccessDeniedException", $metadata: {} },
    );
    const { of } = await diagnosis(() => ({ ...local.open(), consumer: () => Promise.reject(denied) }));
    expect(of("configuration")).toMatchObject({
      verdict: "unknown",
      says: "you may not look (AccessDeniedException: lambda:GetFunctionConfiguration); what arrives is read by the defaults",
      todo: "Ask for lambda:GetFunctionConfiguration.",
    });
    expect(of("credentials")).toMatchObject({ verdict: "unknown", says: expect.stringContaining("configuration") });
    expect(of("usable")?.says).toContain("35 events");
  });

  it("prints a line for each on a terminal", async () => {
    await runCommand((program) => register(program, async () => local.open()), ["doctor", "--local", "--reasons"]);
    expect(printed).toMatch(/^good {5}credentials {4}valid, and no call was denied\n/);
    expect(printed).toMatch(/The local run test: \d+ good, \d+ bad, \d+ unknown\./);
    expect(printed).toContain("  1. The channel in the Partner Dashboard is not active");
  });
});
