/** What a request is answered. Every text is a constant: whatever else is thrown, the framework would show. */
import type { HttpFunction } from "@google-cloud/functions-framework";
import { errorName } from "../../shared/error-name.ts";
import type { BatchLog } from "../batch-log.ts";
import type { Gather } from "./gather.ts";
import type { Arrived } from "./process.ts";
import { type Answer, readPush } from "./records.ts";

/** What comes again more often than a short outage explains is a suspect: it may be what ends the process each time. */
const MOST_UNSUSPECTED_ATTEMPTS = 5;

const NO_CONTENT = 204;
const BAD_REQUEST = 400;
const SERVICE_UNAVAILABLE = 503;

export interface Endpoint {
  readonly gather: Gather<Arrived, Answer>;
  readonly log: BatchLog;
  readonly nowMs: () => number;
}

/**
 * What is no push is refused, and not acknowledged: were the subscription made without the wrapper, every message would
 * be lost. Refused, it comes again until its attempts are used up, and is then kept behind the dead-letter topic.
 */
export function pushEndpoint({ gather, log, nowMs }: Endpoint): HttpFunction {
  async function answerTo(body: unknown): Promise<Answer | "no push"> {
    const arrivedAtMs = nowMs();
    const push = readPush(body, arrivedAtMs);
    if (push === undefined) return "no push";
    const answer = await gather({
      item: { push, arrivedAtMs },
      bytes: push.record.payload.length,
      isSuspect: push.deliveryAttempt > MOST_UNSUSPECTED_ATTEMPTS,
    });
    return answer ?? "again";
  }

  return async ({ body }, response) => {
    const answer = await answerTo(body).catch((error: unknown) => {
      log.error("a request could not be answered", { error: errorName(error) });
      return "again" as const;
    });
    if (answer === "no push") {
      log.error("a request is no Pub/Sub push; the subscription has to wrap its messages");
      response.status(BAD_REQUEST).send("This is no Pub/Sub push with a wrapped message.");
    } else if (answer === "again") response.status(SERVICE_UNAVAILABLE).send("The message is not stored yet.");
    else response.status(NO_CONTENT).end();
  };
}
