/** The tables made again: of what the transport keeps, and of the lake alone. */
import { expect, it, vi } from "vitest";
import { register } from "../../../cli/replay.ts";
import { subjectOf, subjectText } from "../../../shared/state/keys.ts";
import { AT_MS, patience, type StageUnderTest, tenant } from "../../support/stage-under-test.ts";

export function replay(on: StageUnderTest): void {
  const contents = async () => ({
    events: (await on.stage.tables.allEvents()).map(textOf).sort(),
    state: (await on.stage.tables.allState()).map(textOf).sort(),
    places: (await on.stage.tables.allPlaces()).map(textOf).sort(),
  });
  async function eraseAll(): Promise<void> {
    const { tables, eraser } = on.stage;
    const subjects = [
      ...(await tables.allEvents()).map(subjectOf),
      ...(await tables.allState()).map(({ key }) => key.subject),
    ];
    for (const subject of new Map(subjects.map((one) => [subjectText(one), one])).values())
      await eraser?.subject(subject);
    for (const { tenant: of, locationId } of await tables.allPlaces())
      await eraser?.place({ tenant: of, id: locationId });
  }

  it("is replayed without a change, as far as it was asked", async () => {
    await on.put(on.seen("replayed"));
    await on.stored("replayed");
    const before = await contents();
    const replayed = (...words: string[]) => on.asked(register, "replay", "--from", "2026-01-01", "--yes", ...words);
    expect(await replayed()).toMatchObject({ stored: before.events.length, rejections: { "missing-record-uid": 2 } });
    expect(await contents()).toEqual(before);
    expect(await replayed("--tenants", "another")).toMatchObject({ stored: 0 });
    expect(await on.asked(register, "replay", "--from", new Date().toISOString(), "--yes")).toMatchObject({
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
    await on.put(reading("joined-1", 1, { temperature: { temperatureInCelsius: 21.5 } }));
    await on.put(reading("joined-2", 2, { humidity: { humidityInPercentage: 41 } }));
    await on.put(on.seen("not-wanted-any-more"), on.seen("in-lake-1", "in-lake"));
    await on.put(on.seen("in-lake-2", "in-lake"));
    await on.stored("not-wanted-any-more");
    // Each partition lands in its own time: one that lands after whoever was in it is forgotten has them again.
    await on.inLake("not-wanted-any-more");
    await on.inLake("in-lake-2");
    const gone = { tenant, kind: "device", id: "not-wanted-any-more" } as const;
    await on.local.forget(gone);
    await on.stage.eraser?.subject(gone);
    const before = await contents();
    expect(before.state.some((item) => item.includes("21.5") && item.includes(":41"))).toBe(true);
    const restore = (...words: string[]) =>
      on.asked(register, "replay", "--from", new Date(AT_MS).toISOString(), "--from-lake", ...words);
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
}

/** Maps have no order: what arrives in another one is the same. */
function textOf(value: object): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
