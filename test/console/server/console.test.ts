/** What the page is told of a stage, on the local run of each cloud: real clients, the built functions. */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { simulatedMaps } from "../../../cli/simulator/spaces-api/simulated-maps.ts";
import { fatesOf } from "../../../cli/stage/row-reading.ts";
import type { Stage } from "../../../cli/stage/stage.ts";
import type { RedriveRequest, SubjectQuery } from "../../../console/api.ts";
import { cloudNames } from "../../../local/clouds.ts";
import { nodeCodec } from "../../../runtime/node-codec.ts";
import { noDeadline } from "../../../shared/batch/deadline.ts";
import { letterLine } from "../../../shared/letter-line.ts";
import { startConsole, type TestConsole, type Told } from "../../support/console.ts";
import { locationUpdate } from "../../support/events.ts";
import { type LocalStage, startAnyLocalStage } from "../../support/local-stage.ts";

const tenant = "tenant-1";
const floor = `tenant=${tenant}&id=location-floor`;
const patience = { timeout: 40_000, interval: 200 };
/** What the policy drops or replaces by default, and nobody may see. */
const personal = { mac: "02:00:5e:77:77:77", ip: "203.0.113.77", name: "Zaphod", mail: "zaphod@example.com" };
const awkward = "a/b?c=d&e#f%2e 🏢";
const HOUR_MS = 3_600_000;

describe.each(cloudNames)("the console of a local run on %s", (cloud) => {
  let local: LocalStage<unknown>;
  let stage: Stage;
  let page: TestConsole;
  beforeAll(async () => {
    local = await startAnyLocalStage(cloud);
    stage = local.open();
    page = await startConsole(async () => ({ ...local.open(), figures: local.figures }), simulatedMaps);
  }, 120_000);
  afterAll(async () => {
    await page?.[Symbol.asyncDispose]();
    stage?.close();
    await local?.close();
  });

  const eventOf = (uid: string, device = uid, payload: Record<string, unknown> = {}) =>
    locationUpdate(
      { recordUid: uid, recordTimestamp: Date.now() - 1_000, spacesTenantId: tenant },
      { device: { deviceId: device, macAddress: personal.mac, ipAddress: personal.ip }, mapId: "map-1", ...payload },
    );
  const bytesOf = (event: object) => Buffer.from(JSON.stringify(event));
  const put = async (...events: readonly object[]) => stage.transports[0]?.put(events.map(bytesOf));
  const stored = (device: string) =>
    vi.waitFor(
      async () => expect(await stage.tables.stateOf({ tenant, kind: "device", id: device })).not.toEqual([]),
      patience,
    );
  const asked = async (path: string) => {
    const { status, json } = await page.ask(path);
    expect([path, status, status === 200 ? "" : json]).toEqual([path, 200, ""]);
    return json;
  };
  /** As the function keeps what it could not store in time. */
  async function giveUp(uid: string, payload: Buffer): Promise<string> {
    const letter = {
      position: `p-${uid}`,
      payload,
      stage: "write",
      code: "retries-exhausted",
      message: "it was too old",
      receivedAtMs: Date.now() - 600_000,
    } as const;
    const name = `dead-letters/source/0/${uid}.ndjson`;
    const line = letterLine(letter, "source/0", "test", nodeCodec);
    await stage.givenUp[0]?.objects.write(name, Buffer.from(`${line}\n`));
    return `${name}#0`;
  }

  it("says which stage it is, and what it can be asked", async () => {
    const has = { tap: true, lake: true, pipeline: true, alarms: false };
    expect(await asked("/api/stage")).toEqual({ name: "the local run test", cloud, local: true, has });
  });

  it("knows a floor once something was heard from there, and shows who is on it, with its map", async () => {
    await put(eventOf("first"));
    await stored("first");
    await vi.waitFor(async () => {
      const { tenants } = await asked("/api/places");
      expect(tenants).toEqual([
        {
          id: tenant,
          name: "Tenant",
          campuses: [
            {
              name: "Campus",
              buildings: [
                {
                  name: "North",
                  floors: [expect.objectContaining({ id: "location-floor", name: "Ground", devices: 1 })],
                },
              ],
            },
          ],
        },
      ]);
    }, patience);
    const answer = await asked(`/api/floor?${floor}`);
    expect(answer).toMatchObject({
      names: { tenant: "Tenant", campus: "Campus", building: "North", floor: "Ground" },
      map: { widthFt: 240, lengthFt: 120, picture: true },
      subjects: [{ kind: "device", id: "first", xFt: 10.5, yFt: 20.25, zone: "Lobby" }],
      zones: [{ id: "location-zone", name: "Lobby", devices: 1, users: 0 }],
    });
    const picture = await page.ask(`/api/floor/map?${floor}`);
    expect([picture.headers["content-type"], picture.bytes.subarray(1, 4).toString()]).toEqual(["image/png", "PNG"]);
  });

  it("tells who comes, moves and goes while somebody watches", async () => {
    const seen = (told: readonly Told[], id: string) =>
      told.some(({ event, data }) => event === "change" && data.seen.some((one: { id: string }) => one.id === id));
    const gone = (told: readonly Told[], id: string) =>
      told.some(({ event, data }) => event === "change" && data.gone.some((one: { id: string }) => one.id === id));
    let isPut = false;
    let hasLeft = false;
    const told = await page.events(`/api/floor/live?${floor}`, (so) => {
      if (so.length > 0 && !isPut) void put(eventOf("comes"));
      isPut ||= so.length > 0;
      if (seen(so, "comes") && !hasLeft) {
        const { deviceLocationUpdate, ...exit } = eventOf("leaves", "comes");
        void put({ ...exit, eventType: "DEVICE_EXIT", deviceExit: deviceLocationUpdate, recordTimestamp: Date.now() });
        hasLeft = true;
      }
      return gone(so, "comes");
    });
    expect([told[0]?.event, gone(told, "comes")]).toEqual(["floor", true]);
  });

  it("tells what the table takes, once it has it", async () => {
    const { sink, core } = await stage.consumer();
    const record = { position: "written", payload: bytesOf(eventOf("written")), receivedAtMs: Date.now() };
    const [row] = (await fatesOf(record, core)).flatMap((fate) => ("row" in fate ? [fate.row] : []));
    if (row === undefined) throw new Error("it is an event");
    let writing: Promise<unknown> | undefined;
    const told = await page.events(`/api/floor/live?${floor}`, (so) => {
      if (so.length > 0) writing ??= sink.write([row], noDeadline);
      return so.some(({ event, data }) => event === "change" && JSON.stringify(data.seen).includes(row.subject_id));
    });
    expect(await writing).toEqual([]);
    expect(JSON.stringify(told.at(-1)?.data)).toContain(row.subject_id);
  });

  it("gives one of whatever id: what the tables hold of it, and what it said", async () => {
    await put(eventOf("awkward", awkward));
    await stored(awkward);
    const query: SubjectQuery = { tenant, kind: "device", id: awkward };
    const { state, history, more } = await asked(`/api/subject?${new URLSearchParams({ ...query })}`);
    expect([state.length, history.length, more]).toEqual([1, 1, false]);
    expect(history[0]).toMatchObject({ subject_id: awkward, record_uid: "awkward", x: 10.5 });
    const nobody = await asked(`/api/subject?kind=device&tenant=${tenant}&id=${encodeURIComponent("a/b")}`);
    expect(nobody).toEqual({ state: [], history: [], more: false });
  });

  it("shows what arrives, with its row and its reason", async () => {
    let sent = 0;
    const told = await page.events("/api/tap?types=DEVICE_LOCATION_UPDATE,DEVICE_ENTRY", (so) => {
      // The transport is followed a moment after the stream is there.
      const lines = so.flatMap(({ event, data }) => (event === "tapped" ? data : []));
      if (lines.some(({ outcome }) => outcome === "stored") && lines.some(({ outcome }) => outcome === "rejected"))
        return true;
      if (sent++ < 40) void put(eventOf(`tapped-${sent}`), { spacesTenantId: tenant, eventType: "DEVICE_ENTRY" });
      return false;
    });
    const lines = told.flatMap(({ event, data }) => (event === "tapped" ? data : []));
    expect(lines).toContainEqual(
      expect.objectContaining({
        type: "DEVICE_LOCATION_UPDATE",
        tenant,
        outcome: "stored",
        says: expect.stringContaining("device:tapped-"),
      }),
    );
    expect(lines).toContainEqual(expect.objectContaining({ outcome: "rejected", code: "missing-record-uid" }));
  });

  it("explains an event by its uid, and bytes that are given", async () => {
    await put(eventOf("explained"));
    await stored("explained");
    const { records } = await asked("/api/explain?name=explained");
    expect(records[0]).toMatchObject({ status: "stored", events: [{ envelope: { recordUid: "explained" } }] });
    expect((await page.ask("/api/explain?name=nobody")).json).toMatchObject({ code: "bad-request" });
    const headers = {
      host: `127.0.0.1:${page.port}`,
      cookie: page.cookie,
      origin: `http://127.0.0.1:${page.port}`,
      "content-type": "application/octet-stream",
    };
    const { json } = await page.ask("/api/explain", { method: "POST", headers }, "no event");
    expect(json.records[0]).toMatchObject({ status: "rejected" });
  });

  it("lists what was given up, and shows its bytes only to who asks for them", async () => {
    const secret = bytesOf({ spacesTenantId: tenant, eventType: "DEVICE_ENTRY", deviceEntry: { user: personal.name } });
    const id = await giveUp("secret", secret);
    const { columns, rows } = await asked("/api/letters?by=code&code=retries-exhausted");
    expect(rows.map((row: readonly unknown[]) => row[columns.indexOf("for_example")])).toContain(id);
    const one = `/api/letters/one?id=${encodeURIComponent(id)}`;
    const plain = await asked(one);
    expect(plain.letter).toMatchObject({ id, code: "retries-exhausted", position: "p-secret" });
    expect(plain.explanation).toMatchObject({ status: "rejected" });
    expect(JSON.stringify(plain)).not.toContain(personal.name);
    const { raw } = await asked(`${one}&raw=true`);
    expect([raw.text, raw.base64]).toEqual([secret.toString(), secret.toString("base64")]);
    expect((await page.ask("/api/letters?by=colour")).json.message).toContain("by takes names of");
    expect((await page.ask("/api/letters/one?id=dead-letters/../x%230")).status).toBe(400);
  });

  it("puts letters again: what it would do first, which changes nothing, then does it", async () => {
    await giveUp("redriven", bytesOf(eventOf("redriven")));
    const request = (dryRun: boolean): RedriveRequest => ({
      selection: { code: "retries-exhausted", type: "DEVICE_LOCATION_UPDATE" },
      dryRun,
    });
    const redriven = async (dryRun: boolean) => {
      const over = (told: readonly Told[]) => told.some(({ event }) => event === "redriven" || event === "failed");
      return (await page.events("/api/letters/redrive", over, request(dryRun))).at(-1);
    };
    const objects = async () => {
      const names: string[] = [];
      for (const prefix of ["dead-letters/", "redriven/"])
        for await (const { name } of stage.givenUp[0]?.objects.list(prefix) ?? []) names.push(name);
      return names;
    };
    const before = await objects();
    expect(await redriven(true)).toMatchObject({ event: "redriven", data: { dryRun: true, put: 1, stored: 0 } });
    expect(await objects()).toEqual(before);
    expect(await stage.tables.stateOf({ tenant, kind: "device", id: "redriven" })).toEqual([]);
    expect(await redriven(false)).toMatchObject({ event: "redriven", data: { dryRun: false, put: 1, stored: 1 } });
    await stored("redriven");
    // What was put is noted, and not put a second time.
    expect((await redriven(true))?.data).toMatchObject({ letters: 1, put: 0 });
  });

  it("puts letters once, however many windows ask for it at once", async () => {
    await giveUp("raced", bytesOf(eventOf("raced")));
    const asks: RedriveRequest = {
      selection: { code: "retries-exhausted", type: "DEVICE_LOCATION_UPDATE" },
      dryRun: false,
    };
    const over = (told: readonly Told[]) => told.some(({ event }) => event === "redriven" || event === "failed");
    const told = await Promise.all([1, 2, 3].map(() => page.events("/api/letters/redrive", over, asks)));
    const put = told.map((one) => one.at(-1)?.data.put ?? 0);
    expect(put.toSorted()).toEqual([0, 0, 1]);
  });

  it("asks the lake its questions, and how full the floor was", async () => {
    await local.settled();
    const queries = await asked("/api/queries");
    expect(queries.map(({ name }: { name: string }) => name)).toContain("hourly-occupancy-by-floor");
    const period = `from=${dayOf(-1)}&to=${dayOf(1)}`;
    const hourly = await vi.waitFor(async () => {
      const { status, json } = await page.ask(`/api/query?name=hourly-occupancy-by-floor&${period}`);
      expect([status, json.rows?.length > 0]).toEqual([200, true]);
      return json;
    }, patience);
    expect(hourly.chart.kind).toBe("line");
    expect(hourly.sql).toContain(dayOf(-1));
    expect(hourly.sql).not.toMatch(/[:@]from\b/);
    const day = await asked(`/api/floor/day?${floor}`);
    expect([day.slotMs, day.slots[0]?.devices > 0, day.source]).toEqual([
      HOUR_MS,
      true,
      expect.stringContaining("lake"),
    ]);
    expect((await page.ask("/api/query?name=hourly-occupancy-by-floor&from=x")).status).toBe(400);
    expect((await page.ask("/api/query?name=nothing")).status).toBe(404);
  });

  it("counts the day by the tables where there is no lake", async () => {
    await using alone = await startConsole(async () => ({ ...local.open(), questions: undefined }));
    const { json } = await alone.ask(`/api/floor/day?${floor}`);
    expect([json.slots.length > 0, json.slots.at(-1).devices > 0]).toEqual([true, true]);
    expect(json.source).toContain("tables");
    expect((await alone.ask("/api/queries")).json).toMatchObject({ code: "not-here" });
  });

  it("looks at all that can be looked at, and tells how far it is", async () => {
    const told = await page.events("/api/doctor", (so) => so.some(({ event }) => event === "findings"));
    expect(told.some(({ event }) => event === "progress")).toBe(true);
    const names = told.at(-1)?.data.findings.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(["credentials", "configuration", "arriving", "tables", "lake"]));
  });

  it("tells the pipeline's figures, and who was heard of", async () => {
    const [told] = await page.events("/api/pipeline/live", (so) => so.length > 0);
    expect(told).toMatchObject({ event: "pipeline", data: { tenants: [{ name: "Tenant" }] } });
  });

  it("has in no answer what the privacy policy took out", async () => {
    const user = { firstName: personal.name, lastName: personal.name, email: personal.mail, userId: "user-1" };
    const { deviceLocationUpdate, ...event } = eventOf("private");
    const uid = { recordUid: "private", eventType: "DEVICE_PRESENCE" };
    const presence = { ...deviceLocationUpdate, presenceEventType: "DEVICE_ENTRY_EVENT", user };
    await put(eventOf("private"), { ...event, ...uid, devicePresence: presence });
    await stored("private");
    const id = await giveUp("private", bytesOf({ ...event, ...uid, recordUid: "", devicePresence: presence }));
    await local.settled();
    const answers = await Promise.all([
      asked("/api/places"),
      asked(`/api/floor?${floor}`),
      asked(`/api/subject?tenant=${tenant}&kind=device&id=private`),
      asked("/api/explain?name=private"),
      asked("/api/letters"),
      asked(`/api/letters/one?id=${encodeURIComponent(id)}`),
      asked(`/api/query?name=path-of-one-device&day=${dayOf(0)}&device=private`),
      page.events("/api/doctor", (so) => so.some(({ event: name }) => name === "findings")),
    ]);
    const all = JSON.stringify(answers);
    expect(all).toContain("private");
    for (const value of Object.values(personal)) expect(all.toLowerCase()).not.toContain(value.toLowerCase());
    // They were there to be taken out.
    const { raw } = await asked(`/api/letters/one?raw=true&id=${encodeURIComponent(id)}`);
    for (const value of Object.values(personal)) expect(raw.text).toContain(value);
  });
});

function dayOf(offset: number): string {
  return new Date(Date.now() + offset * 24 * HOUR_MS).toISOString().slice(0, 10);
}
