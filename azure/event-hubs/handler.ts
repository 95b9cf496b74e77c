/** Azure Functions on the Event Hub Cisco Spaces pushes to: the trigger, and the channel behind it. Wiring only. */
import { app } from "@azure/functions";
import { backOff } from "../../runtime/back-off.ts";
import { PIPELINE } from "../../runtime/pipeline.ts";
import { startCore } from "../../runtime/start-core.ts";
import { once } from "../../shared/once.ts";
import { blobDeadLetter } from "../blob-dead-letter.ts";
import { blobPut } from "../blob-put.ts";
import { functionHandler } from "../function-handler.ts";
import { blobContainer, tableAccount } from "../storage.ts";
import { acrossAccounts } from "../tables/accounts.ts";
import { tableCalls } from "../tables/sdk-calls.ts";
import { tableStore } from "../tables/store.ts";
import { blobBatchNotes } from "./batch-notes.ts";
import { eventHubsConfiguration } from "./configuration.ts";
import { eventHubsProcess } from "./process.ts";

/**
 * Without it the host takes every body for JSON, and one that is none fails the batch before the function sees it:
 * https://github.com/Azure/azure-functions-nodejs-library/issues/187
 */
const binary = { dataType: "binary" };

app.eventHub("event-hubs", {
  ...binary,
  connection: "EVENT_HUB",
  eventHubName: "%EVENT_HUB_NAME%",
  consumerGroup: "%EVENT_HUB_CONSUMER_GROUP%",
  cardinality: "many",
  // For ever: the host is done with a batch whose retries are used up. The age of a record ends it, in the function.
  retry: {
    strategy: "exponentialBackoff",
    maxRetryCount: -1,
    minimumInterval: { seconds: 2 },
    maximumInterval: { seconds: 60 },
  },
  handler: functionHandler("event-hubs", (environment) => {
    const { core, tables, tableEndpoints, sharedKey, maxRecordAgeMs, ...containers } =
      eventHubsConfiguration(environment);
    const calls = acrossAccounts(tableEndpoints.map((endpoint) => tableCalls(tableAccount(endpoint, sharedKey))));
    return eventHubsProcess({
      core: once(() => startCore(core, false, async () => undefined)),
      sinks: [tableStore({ ...tables, calls, backOff, nowMs: Date.now })],
      deadLetter: blobDeadLetter({
        put: blobPut(blobContainer(containers.deadLetterContainer, sharedKey)),
        pipeline: PIPELINE,
      }),
      notes: blobBatchNotes(blobContainer(containers.noteContainer, sharedKey)),
      backOff,
      maxRecordAgeMs,
    });
  }),
});
