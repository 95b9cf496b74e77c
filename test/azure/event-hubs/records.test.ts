import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesOf } from "../../../azure/event-hubs/body.ts";
import { buildResponse, getRecords, sourceOf } from "../../../azure/event-hubs/records.ts";
import { outcomeOf, retry } from "../../../shared/outcome.ts";
import { newRow } from "../../../shared/row.ts";
import { testDecoder } from "../../support/core.ts";
import { eventHubsEvent } from "../../support/event-hubs.ts";

const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString();

describe("an Event Hubs batch", () => {
  it("becomes records named by partition and sequence number, which alone is one partition's", () => {
    const one = getRecords(eventHubsEvent([Buffer.from("a")], { partitionId: "0" }));
    const other = getRecords(eventHubsEvent([Buffer.from("b")], { partitionId: "1" }));
    expect([one[0]?.position, other[0]?.position]).toEqual(["0_100", "1_100"]);
  });

  it("is read as UTC whether the host says so or not, wherever the machine stands", () => {
    const arrivals = ["2026-11-23T00:00:01.5", "2026-11-23T00:00:01.5Z", "2026-11-23T01:00:01.5+01:00"].map(
      (enqueuedAt) => getRecords(eventHubsEvent([Buffer.from("a")], { enqueuedAt }))[0]?.receivedAtMs,
    );
    expect(arrivals).toEqual(Array(3).fill(Date.UTC(2026, 10, 23, 0, 0, 1, 500)));
  });

  it("is taken without the metadata, too: its records are young, and none is another's", () => {
    const records = getRecords({ messages: [Buffer.from("a"), Buffer.from("b")], metadata: {}, nowMs: 7 });
    expect(records.map(({ receivedAtMs }) => receivedAtMs)).toEqual([7, 7]);
    expect(new Set(records.map(({ position }) => position)).size).toBe(2);
  });

  it("knows the hub and the partition it came from", () => {
    expect(sourceOf(eventHubsEvent([1, 2, 3]))).toEqual({ name: "spaces/3", range: ["3_100", "3_102"] });
  });

  it("is thrown back whole when one record is to be retried, and settles none", () => {
    const stored = outcomeOf("1", [{ status: "stored", row: newRow("uid", "TYPE", 1, 2, "test/1") }]);
    expect(buildResponse([stored, outcomeOf("2", [retry("throttled")])])).toEqual({ answer: "throw", settled: [] });
    expect(buildResponse([stored])).toEqual({ answer: "return", settled: [stored] });
  });
});

describe("a body", () => {
  const json = '{"recordUid":"é","n":[1,2.5,null,true]}';

  it.each([
    ["Buffer", Buffer.from(json)],
    ["Uint8Array", new Uint8Array(Buffer.from(json))],
    ["a view into a larger buffer", new Uint8Array(Buffer.from(`xx${json}`)).subarray(2)],
    ["ArrayBuffer", new Uint8Array(Buffer.from(json)).buffer],
    ["string", json],
    ["object, parsed by the programming model", JSON.parse(json)],
  ])("is the same bytes as %s", (_, body) => {
    expect(text(bytesOf(body))).toBe(json);
  });

  it("that was any JSON says the same once the programming model has parsed it", () => {
    fc.assert(
      fc.property(fc.json(), (body) => {
        const parsed: unknown = JSON.parse(body);
        expect(
          JSON.parse(typeof parsed === "string" ? JSON.stringify(text(bytesOf(parsed))) : text(bytesOf(parsed))),
        ).toEqual(parsed);
      }),
    );
  });

  it("that is nested deeper than JSON can be written is rejected for that, and does not end the batch", () => {
    const depth = 200_000;
    const parsed: unknown = JSON.parse(`{"a":${"[".repeat(depth)}${"]".repeat(depth)}}`);
    const [part] = testDecoder()(bytesOf(parsed));
    expect(part?.result).toMatchObject({ ok: false, error: { code: "nested-too-deep" } });
  });
});
