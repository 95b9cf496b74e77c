/** The host between the hub and the function, told as the run wants to hear it. */
import type { ReceivedEventData } from "@azure/event-hubs";
import type { ArrivedRecord, Consumption, Delivery, Observer } from "../cloud.ts";
import { readLog } from "../function-log.ts";
import type { LandingProgress } from "../landing-progress.ts";
import { warningsOf } from "../warnings.ts";
import type { FunctionsHost } from "./functions-host/host.ts";
import type { Executed } from "./functions-host/partition-pump.ts";
import { LAKE_FUNCTION } from "./names.ts";
import { positionOf } from "./position.ts";

/** Two consumers of one hub, neither of which waits for the other; the observer is told of the tables'. */
export function consume(host: FunctionsHost, progress: LandingProgress, observer: Observer): Consumption {
  const stopped = Promise.withResolvers<void>();
  const subscription = host.start((partitionId, executed, functionName) => {
    const delivery = deliveryOf(executed);
    const records = executed.events.map((event) => arrived(partitionId, event));
    if (functionName === LAKE_FUNCTION) {
      progress.delivered(delivery);
      observer.lakeWarned(warningsOf(delivery));
      if (executed.next === "done") progress.settled(records.length);
      else if (executed.next === "lost") progress.givenUp(records.length);
      return;
    }
    observer.delivered(delivery);
    if (executed.next === "done") observer.acknowledged(records);
    else if (executed.next === "lost") observer.givenUp(records);
  });
  return {
    done: stopped.promise,
    async stop() {
      await subscription.close();
      stopped.resolve();
    },
  };
}

function arrived(partitionId: string, { sequenceNumber, enqueuedTimeUtc }: ReceivedEventData): ArrivedRecord {
  return { position: positionOf({ partitionId, sequenceNumber }) ?? "", arrivedAtMs: enqueuedTimeUtc.getTime() };
}

/** Of a batch that comes again nothing holds that was counted: there is no partial answer. */
function deliveryOf({ events, result, next }: Executed): Delivery {
  const { report, warnings } = readLog(result.logs);
  return {
    records: events.length,
    redelivered: next === "again" ? events.length : 0,
    ...(result.kind === "failed" && { failure: failureOf(report.retryFrom?.reason, result.message) }),
    ...(next === "done" && { report }),
    warnings,
  };
}

/** That the batch was thrown back says less than why. */
function failureOf(reason: string | undefined, message = "The function failed"): string {
  return reason ?? message;
}
