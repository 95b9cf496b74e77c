/** What the operator's commands do of a stage, on the local run of each cloud: real clients, the built functions. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PubSub } from "@google-cloud/pubsub";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { register as deadLettersCommand } from "../../cli/dead-letters.ts";
import { register as doctorCommand } from "../../cli/doctor.ts";
import { register as explainCommand } from "../../cli/explain.ts";
import type { GoogleLocalAccess } from "../../cli/gcp/local-access.ts";
import { register as placesCommand } from "../../cli/places.ts";
import { register as replayCommand } from "../../cli/replay.ts";
import type { Finding } from "../../cli/stage/check.ts";
import type { FindStage } from "../../cli/stage/find-stage.ts";
import { folderObjects } from "../../cli/stage/folder.ts";
import type { Stage } from "../../cli/stage/stage.ts";
import type { Seen } from "../../cli/verify/look.ts";
import { register as verifyCommand } from "../../cli/verify.ts";
import { cloudNames } from "../../local/clouds.ts";
import { nodeCodec } from "../../runtime/node-codec.ts";
import { noDeadline } from "../../shared/batch/deadline.ts";
import { letterLine } from "../../shared/letter-line.ts";
import { subjectOf, subjectText } from "../../shared/state/keys.ts";
import { placeFactsOf } from "../../shared/state/place-facts.ts";
import { runCommand } from "../support/command.ts";
import { rowOf } from "../support/core.ts";
import { locationUpdate } from "../support/events.ts";
import { type LocalStage, startAnyLocalStage } from "../support/local-stage.ts";
import { API_KEY, apiWith, simulatedEvents } from "../support/spaces-api.ts";

const AT_MS = Date.now() - 600_000;
const patience = { timeout: 30_000, interval: 200 };
const tenant = "tenant-1";
interface VerifyAnswer {
  readonly tenant: string;
  readonly seen: readonly Seen[];
}
/** What doctor looks at that only this cloud has. */
const ofCloud = {
  aws: ["stream"],
  azure: [
    "hub",
    "put",
    "receive right",
    "tables' function",
    "lake's function",
    "table storage",
    "container, dead letters",
    "container, notes",
    "container, lake",
  ],
  gcp: ["topic", "subscription", "dead-letter policy", "unseen", "Firestore", "bucket"],
} as const;

describe.each(cloudNames)("a stage of the local run on %s", (cloud) => {
  let local: LocalStage<unknown>;
  let stage: Stage;
  let printed: string;
  beforeAll(async () => {
    local = await startAnyLocalStage(cloud);
  }, 60_000);
  afterAll(() => local.close());
  beforeEach(() => {
    stage = local.open();
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
  afterEach(() => {
    vi.restoreAllMocks();
    stage.close();
  });

  const seen = (uid: string, device = uid) =>
    Buffer.from(
      JSON.stringify(
        locationUpdate(
          { recordUid: uid, recordTimestamp: AT_MS, spacesTenantId: tenant },
          { device: { deviceId: device } },
        ),
      ),
    );
  const uidsOf = async (device: string) =>
    (await stage.tables.history({ tenant, kind: "device", id: device }, 0, Date.now())).map((row) => row.record_uid);
  const stored = (uid: string) =>
    vi.waitFor(async () => {
      expect(await uidsOf(uid)).toEqual([uid]);
      expect(await stage.tables.stateOf({ tenant, kind: "device", id: uid })).toHaveLength(1);
    }, patience);
  /** An event is in a landing file. */
  const inLake = (uid: string) =>
    vi.waitFor(async () => {
      await local.settled();
      const { signal } = new AbortController();
      const found = await stage.lake?.find(uid, { fromMs: Date.now() - 3_600_000, toMs: Date.now() }, signal);
      expect(found?.map(({ row }) => row.record_uid)).toContain(uid);
    }, patience);
  const contents = async () => ({
    events: (await stage.tables.allEvents()).map(textOf).sort(),
    state: (await stage.tables.allState()).map(textOf).sort(),
    places: (await stage.tables.allPlaces()).map(textOf).sort(),
  });
  async function eraseAll(): Promise<void> {
    const { tables, eraser } = stage;
    const subjects = [
      ...(await tables.allEvents()).map(subjectOf),
      ...(await tables.allState()).map(({ key }) => key.subject),
    ];
    for (const subject of new Map(subjects.map((one) => [subjectText(one), one])).values())
      await eraser?.subject(subject);
    for (const { tenant: of, locationId } of await tables.allPlaces())
      await eraser?.place({ tenant: of, id: locationId });
  }
  const put = async (...payloads: readonly Buffer[]) => stage.transports[0]?.put(payloads);

  async function asked(
    register: (program: Parameters<typeof deadLettersCommand>[0], find: FindStage) => void,
    ...words: string[]
  ): Promise<unknown> {
    printed = "";
    await runCommand((program) => register(program, async () => local.open()), [...words, "--local", "--json"]);
    return JSON.parse(printed);
  }
  const letters = (...words: string[]) => asked(deadLettersCommand, "dead-letters", ...words);

  const show = (...words: string[]) =>
    runCommand(
      (program) => deadLettersCommand(program, async () => local.open()),
      ["dead-letters", "show", ...words, "--local"],
    );

  /** As the function keeps what it could not store in time. */
  async function giveUp(uid: string): Promise<void> {
    const letter = {
      position: `p-${uid}`,
      payload: seen(uid),
      stage: "write",
      code: "retries-exhausted",
      message: "it was too old",
      receivedAtMs: AT_MS,
    } as const;
    const line = letterLine(letter, "source/0", "test", nodeCodec);
    await stage.givenUp[0]?.objects.write(`dead-letters/source/0/${uid}.ndjson`, Buffer.from(`${line}\n`));
  }

  it("stores what is put into it", async () => {
    expect(await put(seen("put"))).toEqual([expect.not.objectContaining({ refused: expect.anything() })]);
    await stored("put");
    const places = await stage.tables.allPlaces();
    expect(places.length).toBeGreaterThan(0);
  });

  it("refuses for good a record larger than its transport takes, and takes the others of the call", async () => {
    const large = Buffer.alloc(11 * 1024 * 1024, "x");
    const answers = await put(seen("beside"), large);
    expect(answers?.map(({ forGood }) => forGood)).toEqual([undefined, true]);
    await stored("beside");
  });

  it("counts what was rejected, shows it, puts it again, and leaves it the next time", async () => {
    await put(Buffer.from(JSON.stringify({ spacesTenantId: tenant, eventType: "DEVICE_ENTRY" })));
    const list = () => letters("list", "--by", "code,place,tenant", "--code", "missing-record-uid");
    const found = await vi.waitFor(async () => {
      const rows = (await list()) as readonly { readonly letters: number; readonly for_example: string }[];
      expect(rows).toEqual([expect.objectContaining({ place: "dead-letters", tenant, letters: 1 })]);
      return rows[0]?.for_example ?? "";
    }, patience);
    await show(found, "--raw");
    expect(printed).toContain('{"spacesTenantId":"tenant-1","eventType":"DEVICE_ENTRY"}');
    const redrive = () => letters("redrive", "--code", "missing-record-uid", "--yes");
    expect(await redrive()).toMatchObject({
      put: 1,
      since: { rejectedAgain: { "missing-record-uid": 1 }, unknown: 0 },
    });
    expect(await redrive()).toMatchObject({ put: 0, putBefore: 2 });
  });

  it("has stored what an outage left, once it is put again", async () => {
    await giveUp("late");
    expect(await uidsOf("late")).toEqual([]);
    const redrive = () => letters("redrive", "--code", "retries-exhausted", "--yes");
    expect(await redrive()).toMatchObject({ put: 1, since: { stored: 1, rejectedAgain: {}, unknown: 0 } });
    expect(await uidsOf("late")).toEqual(["late"]);
    expect(await redrive()).toMatchObject({ put: 0, putBefore: 1 });
  });

  it("says that a letter is not there", async () => {
    await expect(show("dead-letters/7-9.ndjson#0")).rejects.toThrow("There is no letter of that name any more");
  });

  it("is replayed without a change, as far as it was asked", async () => {
    await put(seen("replayed"));
    await stored("replayed");
    const before = await contents();
    const replay = (...words: string[]) => asked(replayCommand, "replay", "--from", "2026-01-01", "--yes", ...words);
    expect(await replay()).toMatchObject({ stored: before.events.length, rejections: { "missing-record-uid": 2 } });
    expect(await contents()).toEqual(before);
    expect(await replay("--tenants", "another")).toMatchObject({ stored: 0 });
    expect(await asked(replayCommand, "replay", "--from", new Date().toISOString(), "--yes")).toMatchObject({
      stored: 0,
    });
  });

  it("has its tables again from its lake alone, but for whoever was forgotten", async () => {
    const reading = (recordUid: string, minute: number, readings: object) => {
      const iotTelemetry = { deviceInfo: { deviceId: "sensor" }, ...readings };
      const envelope = { recordUid, recordTimestamp: AT_MS + minute * 60_000, spacesTenantId: tenant };
      return Buffer.from(JSON.stringify({ ...envelope, eventType: "IOT_TELEMETRY", iotTelemetry }));
    };
    // Joined in the state: each reading of another event.
    await put(reading("joined-1", 1, { temperature: { temperatureInCelsius: 21.5 } }));
    await put(reading("joined-2", 2, { humidity: { humidityInPercentage: 41 } }));
    await put(seen("not-wanted-any-more"), seen("in-lake-1", "in-lake"));
    await put(seen("in-lake-2", "in-lake"));
    await stored("not-wanted-any-more");
    await inLake("in-lake-2");
    const gone = { tenant, kind: "device", id: "not-wanted-any-more" } as const;
    await local.forget(gone);
    await stage.eraser?.subject(gone);
    const before = await contents();
    expect(before.state.some((item) => item.includes("21.5") && item.includes(":41"))).toBe(true);
    const restore = (...words: string[]) =>
      asked(replayCommand, "replay", "--from", new Date(AT_MS).toISOString(), "--from-lake", ...words);
    expect(await restore("--yes")).toMatchObject({ rejected: 0 });
    expect(await contents()).toEqual(before);
    await eraseAll();
    expect(await contents()).toEqual({ events: [], state: [], places: [] });
    // Each shard's rows land in their own time.
    const count = await vi.waitFor(async () => {
      const { stored: landed } = (await restore("--dry-run")) as { readonly stored: number };
      expect(landed).toBeGreaterThanOrEqual(before.events.length);
      return landed;
    }, patience);
    expect(await contents()).toEqual({ events: [], state: [], places: [] });
    const types = ["--types", "IOT_TELEMETRY", "--tenants", tenant, "--yes"];
    expect(await restore(...types)).toMatchObject({ stored: 2, passedOver: count - 2 });
    expect(await restore("--yes")).toMatchObject({ stored: count, passedOver: 0, rejected: 0 });
    expect(await contents()).toEqual(before);
  });

  it("explains an event by its uid, from the transport", async () => {
    await put(seen("explained"));
    await stored("explained");
    expect(await asked(explainCommand, "explain", "explained")).toMatchObject({
      found: expect.stringMatching(/^in the [\w-]+ transport, .+, position .+/),
      events: [expect.objectContaining({ envelope: expect.objectContaining({ recordUid: "explained" }) })],
    });
  });

  it("explains an event that has left the transport from what stands of it", async () => {
    await put(seen("gone", "device-gone"));
    const subject = { tenant, kind: "device", id: "device-gone" } as const;
    await vi.waitFor(async () => expect(await stage.tables.history(subject, 0, Date.now())).toHaveLength(1), patience);
    const stateNow = async () => (await stage.tables.stateOf(subject)).map(({ version }) => version.recordUid);
    await vi.waitFor(async () => expect(await stateNow()).toEqual(["gone"]), patience);
    await inLake("gone");
    // As if the transport kept nothing: its letters and the lake are what is left.
    const explained = async (uid: string, ...words: string[]) => {
      printed = "";
      await runCommand(
        (program) => explainCommand(program, async () => ({ ...local.open(), transports: [] })),
        ["explain", uid, "--local", ...words],
      );
      return printed;
    };
    expect(JSON.parse(await explained("gone", "--json"))).toMatchObject({
      found: expect.stringContaining("its record is gone from the transport"),
      lake: expect.stringMatching(/^events\/dt=.+\.parquet$/),
      history: "the row stands",
      state: ["position: this event stands there now"],
      row: {
        record_uid: "gone",
        subject_id: "device-gone",
        payload: expect.stringContaining("device-gone"),
      },
    });
    await stage.eraser?.subject(subject);
    const text = await explained("gone");
    expect(text).toMatch(/^Event gone: its record is gone from the transport.*\n {2}Lake {6}events\//);
    expect(text).toContain("  History   no row: it has expired");
    expect(text).toContain("  State     position: nothing is there now");
    await expect(explained("never")).rejects.toThrow("by the transport, the dead letters and the lake");
    await expect(explained("gone", "--to", "2026-01-02", "--from", "2026-01-01")).rejects.toThrow("widen --from");
  });

  it("is followed from now on, until abort", async () => {
    const stop = new AbortController();
    await put(seen("earlier"));
    await stored("earlier");
    const came: string[] = [];
    const following = stage.transports[0]?.follow?.(async ({ source, records }) => {
      for (const { payload, receivedAtMs } of records) {
        // A topic has no parts.
        expect(source).toMatch(cloud === "gcp" ? /^[^/]+$/ : /^[^/]+\/[^/]+$/);
        expect(receivedAtMs).toBeGreaterThan(AT_MS);
        came.push(JSON.parse(Buffer.from(payload).toString()).recordUid);
      }
    }, stop.signal);
    await vi.waitFor(async () => {
      await put(seen("followed"));
      expect(came).toContain("followed");
    }, patience);
    stop.abort();
    await following;
    expect(new Set(came)).toEqual(new Set(["followed"]));
  });

  it("is verified: everything put into it is found, in the lake too, and nothing of it is left", async () => {
    const { tenant: own, seen: found } = (await asked(
      verifyCommand,
      "verify",
      "--yes",
      "--wait",
      "30",
    )) as VerifyAnswer;
    expect(found.map(({ where }) => where)).toEqual(["history", "state", "by place", "dead letters", "lake"]);
    expect(found.filter((each) => each.found !== each.of || each.differs !== undefined)).toEqual([]);
    const { tables } = stage;
    const stands = await Promise.all([tables.allEvents(), tables.allState(), tables.allPlaces()]);
    expect(own).toMatch(/^spaces-verify-/);
    expect(JSON.stringify(stands)).not.toContain(own);
  }, 90_000);

  it("is looked at: all that can be looked at is there, and what is wrong with the events is told", async () => {
    await put(seen("looked-at"));
    await stored("looked-at");
    const { findings } = (await asked(doctorCommand, "doctor")) as { readonly findings: readonly Finding[] };
    process.exitCode = undefined;
    const of = (verdict: string) => findings.filter((finding) => finding.verdict === verdict);
    expect(of("good").map(({ name }) => name)).toEqual(
      expect.arrayContaining(["credentials", ...ofCloud[cloud], "configuration", "arriving", "tables"]),
    );
    // A record without a uid was put, and some more than once.
    expect(of("bad").map(({ name }) => name)).toContain("usable");
    expect(of("bad").every(({ todo }) => todo !== undefined)).toBe(true);
  });

  it("takes what a place says of itself, by the core and the store of its function", async () => {
    const { places, core } = await stage.consumer();
    expect(core.ignoreEventTypes).toEqual(new Set(["KEEP_ALIVE"]));
    const known = await stage.tables.allPlaces();
    expect(known.length).toBeGreaterThan(0);
    expect(await places.write(known, noDeadline)).toEqual([]);
    expect(await stage.tables.allPlaces()).toEqual(known);
  });

  it("puts an object into a bucket of whoever operates it, and gets it again", async () => {
    const { deadLetterBucket: name = "dead-letters" } = local.access as { readonly deadLetterBucket?: string };
    const { put, get } = stage.bucket(name);
    await put("maps/a.json", Buffer.from("{}"), "application/json");
    expect((await stage.givenUp[0]?.objects.read("maps/a.json"))?.toString()).toBe("{}");
    expect((await get("maps/a.json"))?.toString()).toBe("{}");
    expect(await get("maps/b.json")).toBeUndefined();
  });

  it("has the places and maps it has seen brought into a bucket of its cloud, byte for byte as into a folder", async () => {
    const events = simulatedEvents(12).filter(({ eventType }) => eventType !== "KEEP_ALIVE");
    const folder = await mkdtemp(join(tmpdir(), "places-"));
    const api = await apiWith(events);
    vi.stubEnv("SPACES_API_KEY", API_KEY);
    try {
      await put(...events.map((event) => Buffer.from(JSON.stringify(event))));
      const told = new Set(events.flatMap((event) => placeFactsOf(rowOf(event))?.locationId ?? []));
      await vi.waitFor(async () => {
        const known = new Set((await stage.tables.allPlaces()).map(({ locationId }) => locationId));
        expect([...told].filter((id) => !known.has(id))).toEqual([]);
      }, patience);
      const { deadLetterBucket: bucket = "dead-letters" } = local.access as { readonly deadLetterBucket?: string };
      const sync = (...to: string[]) => asked(placesCommand, "places", "sync", "--api", api.url, "--yes", ...to);
      expect(await sync("--bucket", bucket)).toMatchObject({ locations: { brought: expect.any(Number) } });
      await sync("--folder", folder);
      const brought: string[] = [];
      for await (const { name } of folderObjects(folder).list("")) brought.push(name);
      expect(brought.filter((name) => name.startsWith("places/")).length).toBeGreaterThanOrEqual(told.size);
      expect(brought.some((name) => /^maps\/.+\.(png|jpg)$/.test(name))).toBe(true);
      for (const name of brought) {
        const found = await stage.givenUp[0]?.objects.read(name);
        expect([name, found?.equals(await readFile(join(folder, name)))]).toEqual([name, true]);
      }
    } finally {
      vi.unstubAllEnvs();
      await api.close();
      await rm(folder, { recursive: true });
    }
  }, 120_000);

  if (cloud === "gcp")
    it("brings what the function never saw into the bucket, and puts it again", async () => {
      const { pubSub, unseen } = local.access as GoogleLocalAccess;
      const [, project = ""] = unseen.split("/");
      const client = new PubSub({ projectId: project, apiEndpoint: pubSub, emulatorMode: true });
      const published = new Date(AT_MS).toISOString();
      await client.topic("spaces-unseen").publishMessage({
        data: seen("unseen"),
        attributes: {
          CloudPubSubDeadLetterSourceDeliveryCount: "100",
          CloudPubSubDeadLetterSourceSubscription: "spaces",
          CloudPubSubDeadLetterSourceTopicPublishTime: published,
        },
      });
      await client.close();
      const rows = await letters("list", "--place", "unseen", "--by", "code,tenant");
      expect(rows).toEqual([expect.objectContaining({ code: "retries-exhausted", tenant, letters: 1 })]);
      expect(await letters("redrive", "--place", "unseen", "--yes")).toMatchObject({ put: 1, since: { stored: 1 } });
      // It waits nowhere else any more, and is still there to look at.
      expect(await letters("redrive", "--place", "unseen", "--yes")).toMatchObject({ put: 0, putBefore: 1 });
    });
});

/** Maps have no order: what arrives in another one is the same. */
function textOf(value: object): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
