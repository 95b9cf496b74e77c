/** The function around its ports: requests are gathered, processed together, and answered one by one. */
import type { HttpFunction } from "@google-cloud/functions-framework";
import { ConfigurationError } from "../../runtime/configuration.ts";
import { errorName } from "../../shared/error-name.ts";
import { pushEndpoint } from "./endpoint.ts";
import { gather } from "./gather.ts";
import { type Arrived, type PubSubPorts, pubSubProcess } from "./process.ts";
import type { Answer } from "./records.ts";

/** Four times this is held of a message: the framework keeps its body as bytes and as text, too. */
const MAX_BATCH_BYTES = 8 * 1024 * 1024;
/**
 * While one batch waits for a store, others are decoded and written: what is newer wins, whoever writes first. More would
 * only wait for the one processor, and meet at the same state.
 */
const MAX_BATCHES = 4;

export interface PubSubFunction extends PubSubPorts {
  readonly gatherMs: number;
  readonly gatherMessages: number;
  /** Calls back once, after so many milliseconds. Default: by the wall clock. */
  readonly after?: (ms: number, callBack: () => void) => void;
  /** Which of so many suspects goes first. Default: by chance. */
  readonly pick?: (count: number) => number;
}

const byWallClock = (ms: number, callBack: () => void) => void setTimeout(callBack, ms);
const byChance = (count: number) => Math.floor(Math.random() * count);

export function pubSubFunction(options: PubSubFunction): HttpFunction {
  const { gatherMs, gatherMessages, after = byWallClock, pick = byChance, ...ports } = options;
  const { log, nowMs } = ports;
  const process = pubSubProcess(ports);
  return pushEndpoint({
    log,
    nowMs,
    gather: gather<Arrived, Answer>({
      waitMs: gatherMs,
      maxItems: gatherMessages,
      maxBytes: MAX_BATCH_BYTES,
      maxHeldBytes: MAX_BATCHES * MAX_BATCH_BYTES,
      maxUnderWay: MAX_BATCHES,
      pick,
      after,
      process: (arrived) =>
        process(arrived).catch((error: unknown) => {
          log.error(error instanceof ConfigurationError ? error.message : "a batch failed", {
            error: errorName(error),
          });
          throw error;
        }),
    }),
  });
}
