/** Pub/Sub's pushes and the function's log, told as the run wants to hear it. */
import type { Subscription } from "@google-cloud/pubsub";
import { BATCH_MESSAGE } from "../../shared/batch/report.ts";
import type { Consumption, Delivery, Observer } from "../cloud.ts";
import { readLog } from "../function-log.ts";
import type { PubSubServer } from "./pubsub/server.ts";
import { newSettlement, type Settlement } from "./settlement.ts";

/** Lines of one batch follow each other at once, and so do the pushes that an end of the function leaves unanswered. */
const TOGETHER_MS = 20;

export interface ConsumeOptions {
  readonly pubSub: Pick<PubSubServer, "onPushed">;
  readonly subscription: Pick<Subscription, "name" | "modifyPushConfig">;
  /** Where the function answers. */
  readonly url: string;
  /** The function's log, line by line. */
  readonly onLine: (listener: (line: string) => void) => void;
}

/** Pushes begin with the subscription's endpoint, and end with it. */
export function consume({ pubSub, subscription, url, onLine }: ConsumeOptions, observer: Observer): Consumption {
  const stopped = Promise.withResolvers<void>();
  const settlement = newSettlement(observer);
  const unanswered = unansweredPushes(observer, settlement);
  onLine(batchLines(settlement));
  pubSub.onPushed((pushed) => {
    if (pushed.subscription !== subscription.name) return;
    const record = { position: pushed.messageId, arrivedAtMs: pushed.publishedAtMs };
    if (pushed.ended === "acknowledged") settlement.acknowledged(record);
    else if (pushed.ended === "given up") observer.givenUp([record]);
    if (pushed.status === undefined) unanswered();
  });
  subscription.modifyPushConfig({ pushEndpoint: url }).catch(stopped.reject);
  return {
    done: stopped.promise,
    async stop() {
      await subscription.modifyPushConfig({});
      stopped.resolve();
    },
  };
}

/** A batch is its line and those that follow it. */
function batchLines(settlement: Settlement): (line: string) => void {
  let lines: string[] = [];
  const flush = () => {
    if (lines.length > 0) report(lines, settlement);
    lines = [];
  };
  const flushSoon = soon(flush);
  return (line) => {
    // What is no JSON is not the function's.
    if (!line.startsWith("{")) return;
    if (isBatch(line)) flush();
    lines.push(line);
    flushSoon();
  };
}

function isBatch(line: string): boolean {
  return (JSON.parse(line) as { message?: unknown }).message === BATCH_MESSAGE;
}

function report(lines: readonly string[], settlement: Settlement): void {
  const { report, warnings } = readLog(lines);
  const { messages = 0, again = 0 } = JSON.parse(lines[0] ?? "{}") as { messages?: number; again?: number };
  settlement.reported({ records: messages, redelivered: again, report, warnings }, messages - again);
}

/** Those of one moment are one failed invocation: the function ended. */
function unansweredPushes(observer: Observer, settlement: Settlement): () => void {
  let pushes = 0;
  const flushSoon = soon(() => {
    settlement.ended();
    observer.delivered({
      records: pushes,
      redelivered: pushes,
      failure: "The function did not answer",
      warnings: [],
    } satisfies Delivery);
    pushes = 0;
  });
  return () => {
    pushes++;
    flushSoon();
  };
}

/** Once nobody has asked for it for a moment. */
function soon(work: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(work, TOGETHER_MS);
  };
}
