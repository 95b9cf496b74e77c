/** One event from what arrived to the tables, while its record is there and after. */
import { expect, it, vi } from "vitest";
import { register } from "../../../cli/explain.ts";
import { patience, type StageUnderTest, tenant } from "../../support/stage-under-test.ts";

export function explain(on: StageUnderTest): void {
  it("explains an event by its uid, from the transport", async () => {
    await on.put(on.seen("explained"));
    await on.stored("explained");
    expect(await on.asked(register, "explain", "explained")).toMatchObject({
      found: expect.stringMatching(/^in the [\w-]+ transport, .+, position .+/),
      events: [expect.objectContaining({ envelope: expect.objectContaining({ recordUid: "explained" }) })],
    });
  });

  it("explains an event that has left the transport from what stands of it", async () => {
    await on.put(on.seen("gone", "device-gone"));
    const subject = { tenant, kind: "device", id: "device-gone" } as const;
    await vi.waitFor(
      async () => expect(await on.stage.tables.history(subject, 0, Date.now())).toHaveLength(1),
      patience,
    );
    const stateNow = async () => (await on.stage.tables.stateOf(subject)).map(({ version }) => version.recordUid);
    await vi.waitFor(async () => expect(await stateNow()).toEqual(["gone"]), patience);
    await on.inLake("gone");
    // As if the transport kept nothing: its letters and the lake are what is left.
    const explained = (uid: string, ...words: string[]) =>
      on.run(register, ["explain", uid, ...words], () => ({ ...on.local.open(), transports: [] }));
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
    await on.stage.eraser?.subject(subject);
    const text = await explained("gone");
    expect(text).toMatch(/^Event gone: its record is gone from the transport.*\n {2}Lake {6}events\//);
    expect(text).toContain("  History   no row: it has expired");
    expect(text).toContain("  State     position: nothing is there now");
    await expect(explained("never")).rejects.toThrow("by the transport, the dead letters and the lake");
    await expect(explained("gone", "--to", "2026-01-02", "--from", "2026-01-01")).rejects.toThrow("widen --from");
  });
}
