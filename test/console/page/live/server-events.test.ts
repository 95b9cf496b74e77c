import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backOffMs } from "../../../../console/page/live/back-off.ts";
import { serverEvents } from "../../../../console/page/live/server-events.ts";

async function eventsOf(bytes: Uint8Array, cuts: readonly number[] = []): Promise<readonly unknown[]> {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let from = 0;
      for (const cut of [...cuts.toSorted((one, other) => one - other), bytes.length]) {
        if (cut > from) controller.enqueue(bytes.subarray(from, cut));
        from = Math.max(from, cut);
      }
      controller.close();
    },
  });
  const events: unknown[] = [];
  for await (const event of serverEvents(body)) events.push(event);
  return events;
}

const stream = new TextEncoder().encode(
  ':\n\nevent: floor\ndata: {"name":"Étage 2 🏢"}\n\ndata: a\ndata: b\r\n\r\nid: 1\n\nevent: cut\ndata: off',
);

describe("server-sent events", () => {
  it("are the same wherever the network cuts them", async () => {
    const whole = await eventsOf(stream);
    expect(whole).toEqual([
      { event: "floor", data: '{"name":"Étage 2 🏢"}' },
      { event: "message", data: "a\nb" },
    ]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(stream.length)), async (cuts) => {
        expect(await eventsOf(stream, cuts)).toEqual(whole);
      }),
    );
  });
});

describe("the wait before the next try", () => {
  it("doubles up to a quarter of a minute, and chance takes a quarter of it at most", () => {
    expect([1, 2, 3, 4, 5, 40].map((failures) => backOffMs(failures, 0))).toEqual([
      1_000, 2_000, 4_000, 8_000, 15_000, 15_000,
    ]);
    expect(backOffMs(1, 1)).toBe(750);
  });
});
