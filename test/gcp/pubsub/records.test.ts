/** Which requests are pushes, and what is read of them. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPush } from "../../../gcp/pubsub/records.ts";
import { pushBody } from "../../support/pub-sub.ts";

const NOW_MS = 1_700_000_000_000;
const payload = Buffer.from("{}");

describe("a request's body", () => {
  const push = {
    record: { position: "7", payload, receivedAtMs: 1_545_084_650_987 },
    subscription: "spaces",
    deliveryAttempt: 3,
  };
  const body = pushBody(payload, { messageId: "7", deliveryAttempt: 3 });

  it("is a push as Pub/Sub makes it, and as a CloudEvent in binary form has it", () => {
    expect(readPush(body, NOW_MS)).toEqual(push);
  });

  it("is a push in a structured CloudEvent, too", () => {
    const event = {
      specversion: "1.0",
      id: "7",
      type: "google.cloud.pubsub.topic.v1.messagePublished",
      source: "//pubsub.googleapis.com/projects/test/topics/spaces",
      datacontenttype: "application/json",
      data: body,
    };
    expect(readPush(event, NOW_MS)).toEqual(push);
  });

  it("counts as the first attempt and as come now where that is not said", () => {
    const read = readPush({ message: { data: "e30=", messageId: "7" } }, NOW_MS);
    expect(read).toEqual({
      record: { position: "7", payload, receivedAtMs: NOW_MS },
      subscription: "unknown",
      deliveryAttempt: 1,
    });
  });

  it("is a record with no bytes where the message has attributes alone", () => {
    expect(readPush({ message: { messageId: "7", attributes: { a: "b" } } }, NOW_MS)?.record.payload).toHaveLength(0);
  });

  it("keeps data that is no base64 as it is, so that it becomes a dead letter and loses nothing", () => {
    const read = (data: unknown) => readPush({ message: { messageId: "7", data } }, NOW_MS)?.record.payload;
    expect(Buffer.from(read("no base64!") ?? []).toString()).toBe("no base64!");
    expect(Buffer.from(read({ a: 1 }) ?? []).toString()).toBe('{"a":1}');
  });

  it("names the subscription in characters a file's name takes", () => {
    const subscription = "projects/p/subscriptions/spaces.push~1+2%3";
    expect(readPush({ ...body, subscription }, NOW_MS)?.subscription).toBe("spaces_push_1_2_3");
  });

  it.each([
    ["nothing", undefined],
    ["text", "text"],
    ["bytes of a message without its wrapper", Buffer.from("{}")],
    ["an event without its wrapper", { recordUid: "a" }],
    ["a list", [body]],
    ["a message without an id", { message: { data: "e30=" } }],
    ["a message that is none", { message: "e30=" }],
    ["a CloudEvent of something else", { specversion: "1.0", data: { bucket: "b" } }],
  ])("is no push when it is %s", (_, other) => {
    expect(readPush(other, NOW_MS)).toBeUndefined();
  });

  it("never throws, whatever JSON it is, and gives back any bytes there were", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        readPush(json, NOW_MS);
        readPush({ message: json }, NOW_MS);
        expect(readPush({ message: { messageId: "1", data: json } }, NOW_MS)?.record.position).toBe("1");
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(Buffer.from(readPush(pushBody(bytes), NOW_MS)?.record.payload ?? [])).toEqual(Buffer.from(bytes));
      }),
    );
  });
});
