/** Pub/Sub's pushes and the function's log, told as the run wants to hear it. */
import type { Subscription } from "@google-cloud/pubsub";
import { BATCH_MESSAGE } from "../../shared/batch/report.ts";
import type { Consumption, Delivery, Observer } from "../cloud.ts";
import { readLog } from "../function-log.ts";
import type { Pushed } from "./pubsub/push.ts";
import type { PubSubServer } from "./pubsub/server.ts";

/** Lines of one batch follow each other at once. */
const LINES_TOGETHER_MS = 20;

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
  const report = batchesOf((delivery) => observer.delivered(delivery));
  onLine(report.line);
  pubSub.onPushed((pushed) => {
    if (pushed.subscription !== subscription.name) return;
    const record = { position: pushed.messageId, arrivedAtMs: pushed.publishedAtMs };
    if (pushed.ended === "acknowledged") observer.acknowledged([record]);
    else if (pushed.ended === "given up") observer.givenUp([record]);
    if (pushed.status === undefined) report.unanswered(pushed);
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

/** A batch is its line and those that follow it; pushes nobody answered are one failed invocation. */
function batchesOf(delivered: (delivery: Delivery) => void) {
  let lines: string[] = [];
  let unanswered = 0;
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    if (lines.length > 0) delivered(deliveryOf(lines));
    if (unanswered > 0) delivered(nobodyAnswered(unanswered));
    lines = [];
    unanswered = 0;
  }

  function flushSoon(): void {
    clearTimeout(timer);
    timer = setTimeout(flush, LINES_TOGETHER_MS);
  }

  return {
    line(line: string): void {
      // What is no JSON is not the function's.
      if (!line.startsWith("{")) return;
      if (isBatch(line)) flush();
      lines.push(line);
      flushSoon();
    },
    unanswered(_: Pushed): void {
      unanswered++;
      flushSoon();
    },
  };
}

function isBatch(line: string): boolean {
  return (JSON.parse(line) as { message?: unknown }).message === BATCH_MESSAGE;
}

function deliveryOf(lines: readonly string[]): Delivery {
  const { report, warnings } = readLog(lines);
  const { messages = 0, again = 0 } = JSON.parse(lines[0] ?? "{}") as { messages?: number; again?: number };
  return { records: messages, redelivered: again, report, warnings };
}

function nobodyAnswered(pushes: number): Delivery {
  return { records: pushes, redelivered: pushes, failure: "The function did not answer", warnings: [] };
}
