/** What is put into the transport, and read of it as it comes. */
import { expect, it, vi } from "vitest";
import { AT_MS, patience, type StageUnderTest } from "../../support/stage-under-test.ts";

export function transport(on: StageUnderTest): void {
  it("stores what is put into it", async () => {
    expect(await on.put(on.seen("put"))).toEqual([expect.not.objectContaining({ refused: expect.anything() })]);
    await on.stored("put");
    const places = await on.stage.tables.allPlaces();
    expect(places.length).toBeGreaterThan(0);
  });

  it("refuses for good a record larger than its transport takes, and takes the others of the call", async () => {
    const large = Buffer.alloc(11 * 1024 * 1024, "x");
    const answers = await on.put(on.seen("beside"), large);
    expect(answers?.map(({ forGood }) => forGood)).toEqual([undefined, true]);
    await on.stored("beside");
  });
}

/** What it reads it puts until it comes, more than once: after those that count what is there. */
export function followed(on: StageUnderTest): void {
  it("is followed from now on, until abort", async () => {
    const stop = new AbortController();
    await on.put(on.seen("earlier"));
    await on.stored("earlier");
    const came: string[] = [];
    const following = on.stage.transports[0]?.follow?.(async ({ source, records }) => {
      for (const { payload, receivedAtMs } of records) {
        // A topic has no parts.
        expect(source).toMatch(on.cloud === "gcp" ? /^[^/]+$/ : /^[^/]+\/[^/]+$/);
        expect(receivedAtMs).toBeGreaterThan(AT_MS);
        came.push(JSON.parse(Buffer.from(payload).toString()).recordUid);
      }
    }, stop.signal);
    await vi.waitFor(async () => {
      await on.put(on.seen("followed"));
      expect(came).toContain("followed");
    }, patience);
    stop.abort();
    await following;
    expect(new Set(came)).toEqual(new Set(["followed"]));
  });
}
