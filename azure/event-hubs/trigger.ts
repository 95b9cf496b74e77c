/** The trigger of a function on the Event Hub Cisco Spaces pushes to. */
import type { EventHubTriggerOptions } from "@azure/functions";

/**
 * Without it the host takes every body for JSON, and one that is none fails the batch before the function sees it:
 * https://github.com/Azure/azure-functions-nodejs-library/issues/187
 */
const binary = { dataType: "binary" };

/** `consumerGroup` names the setting that has it. Each function reads the hub with a group of its own. */
export function hubTrigger(consumerGroup: string) {
  return {
    ...binary,
    connection: "EVENT_HUB",
    eventHubName: "%EVENT_HUB_NAME%",
    consumerGroup: `%${consumerGroup}%`,
    cardinality: "many",
    // For ever: the host is done with a batch whose retries are used up. The age of a record ends it, in the function.
    retry: {
      strategy: "exponentialBackoff",
      maxRetryCount: -1,
      minimumInterval: { seconds: 2 },
      maximumInterval: { seconds: 60 },
    },
  } as const satisfies EventHubTriggerOptions & Record<string, unknown>;
}
