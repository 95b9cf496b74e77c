/**
 * A Pub/Sub push's envelope → a record, and outcomes → the answers Pub/Sub understands. Pure.
 *
 * One request is one message, and each has an answer of its own: 2xx is an acknowledgement, anything else a message that
 * comes again. The body has to be wrapped (`no_wrapper` off): without the wrapper a message has neither an id nor the
 * time of its publishing. https://cloud.google.com/pubsub/docs/push#receive_push
 */
import type { Outcome, SourceRecord } from "../../shared/outcome.ts";
import type { BatchSource } from "../../shared/ports.ts";

export interface Push {
  /** Position: the message's id, unique within its topic. Arrival: when Pub/Sub took the message. */
  readonly record: SourceRecord;
  /** Id of the subscription, without its project. */
  readonly subscription: string;
  /** Counted from 1. Pub/Sub counts only for a subscription that has a dead-letter topic. */
  readonly deliveryAttempt: number;
}

/** What a request is told. */
export type Answer = "acknowledged" | "again";

/**
 * The message of a request's body, as JSON was parsed: a push as Pub/Sub makes it, whose body a CloudEvent in binary
 * form has, too, or a structured CloudEvent around it. `undefined`: it is neither.
 */
export function readPush(body: unknown, nowMs: number): Push | undefined {
  const push = isObject(body) && "specversion" in body ? body.data : body;
  if (!isObject(push) || !isObject(push.message)) return undefined;
  const { message, subscription, deliveryAttempt } = push;
  const { data, messageId, publishTime } = message;
  if (typeof messageId !== "string" || messageId === "") return undefined;
  return {
    record: { position: messageId, payload: bytesOf(data), receivedAtMs: millisecondsOf(publishTime) ?? nowMs },
    subscription: subscriptionId(subscription),
    deliveryAttempt: typeof deliveryAttempt === "number" ? deliveryAttempt : 1,
  };
}

export function getRecords(pushes: readonly Push[]): readonly SourceRecord[] {
  return pushes.map(({ record }) => record);
}

export function buildResponse(outcomes: readonly Outcome[]): {
  /** One per outcome, in order. */
  readonly answers: readonly Answer[];
  /** The outcomes Pub/Sub will not deliver again. */
  readonly settled: readonly Outcome[];
} {
  return {
    answers: outcomes.map(({ fate }) => (fate.status === "retry" ? "again" : "acknowledged")),
    settled: outcomes.filter(({ fate }) => fate.status !== "retry"),
  };
}

export function sourceOf(pushes: readonly Push[]): BatchSource {
  const position = (push: Push | undefined) => push?.record.position ?? "";
  return { name: pushes[0]?.subscription ?? "unknown", range: [position(pushes[0]), position(pushes.at(-1))] };
}

/** A message of attributes alone has no `data`. What is no base64 stays as it is: the core says that it is no event. */
function bytesOf(data: unknown): Uint8Array {
  if (data === undefined || data === null) return Buffer.alloc(0);
  if (typeof data !== "string") return Buffer.from(JSON.stringify(data));
  const bytes = Buffer.from(data, "base64");
  // Node leaves out what it does not know, so that less comes out than went in.
  const digits = data.replace(/=+$/, "").length;
  return bytes.length === Math.floor((digits * 3) / 4) ? bytes : Buffer.from(data);
}

function millisecondsOf(publishTime: unknown): number | undefined {
  const ms = typeof publishTime === "string" ? Date.parse(publishTime) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

/** It stands in the names of files; an id may have `.`, `~`, `+` and `%`, too. */
function subscriptionId(name: unknown): string {
  const id = typeof name === "string" ? (name.split("/").at(-1) ?? "") : "";
  return id.replace(/[^\w-]/g, "_") || "unknown";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
