import type { ReceivedEventData } from "@azure/event-hubs";
import { describe, expect, it } from "vitest";
import { bytesOf } from "../../../../azure/event-hubs/body.ts";
import { getRecords } from "../../../../azure/event-hubs/records.ts";
import { bodiesOf, metadataOf } from "../../../../local/azure/functions-host/conversion.ts";

const event = (body: Uint8Array) =>
  ({ body, sequenceNumber: 7, offset: "700", enqueuedTimeUtc: new Date(1_700_000_000_123) }) as ReceivedEventData;
const text = event(Buffer.from('{"n": 1.0, "n": 2}'));
const poison = event(Buffer.from([0xff, 0x00]));

describe("what the host hands to the function", () => {
  it("is the bodies' own bytes, since the trigger is declared binary", () => {
    expect(bodiesOf([text, poison], "binary")).toEqual({ collectionBytes: { bytes: [text.body, poison.body] } });
  });

  it("would be nothing at all for a batch with one body that is no JSON, if it were not", () => {
    expect(() => bodiesOf([text, poison], undefined)).toThrow(SyntaxError);
  });

  it("would be text that is not what was sent, if it were declared as strings", () => {
    const bodies = bodiesOf([poison], "string");
    expect("collectionString" in bodies && Buffer.from(bytesOf(bodies.collectionString.string[0]))).not.toEqual(
      Buffer.from(poison.body),
    );
  });

  it("tells partition, sequence number and arrival, as the adapter reads them", () => {
    const told = Object.entries(metadataOf({ partitionId: "1", events: [text] }, "spaces", "group"));
    // The programming model makes the names begin in lower case, at every depth.
    const lowered = told.map(([name, data]) => [lower(name), "json" in data ? lowerKeys(JSON.parse(data.json)) : data]);
    const [record] = getRecords({ messages: [text.body], metadata: Object.fromEntries(lowered), nowMs: 0 });
    expect(record).toMatchObject({ position: "1_7", receivedAtMs: 1_700_000_000_123 });
  });
});

function lower(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function lowerKeys(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [lower(key), item]));
}
