/**
 * A function app for a test, built as the real one is: the channel as it stands, over a sink in which some events end the
 * process or never come to an end.
 */
import { app } from "@azure/functions";
import { blobDeadLetter } from "../../azure/blob-dead-letter.ts";
import { blobPut } from "../../azure/blob-put.ts";
import { blobBatchNotes } from "../../azure/event-hubs/batch-notes.ts";
import { eventHubsProcess } from "../../azure/event-hubs/process.ts";
import { functionHandler } from "../../azure/function-handler.ts";
import { blobContainer } from "../../azure/storage.ts";
import { requiredText } from "../../runtime/configuration.ts";
import type { EventSink } from "../../shared/ports.ts";
import { testCore } from "./core.ts";

const deadly: EventSink = {
  async write(rows) {
    if (rows.some(({ record_uid }) => record_uid === "exit")) process.exit(1);
    // The host has to end it.
    while (rows.some(({ record_uid }) => record_uid === "hang"));
    return [];
  },
};

const binary = { dataType: "binary" };

app.eventHub("deadly", {
  ...binary,
  connection: "EVENT_HUB",
  eventHubName: "%EVENT_HUB_NAME%",
  cardinality: "many",
  retry: { strategy: "fixedDelay", maxRetryCount: -1, delayInterval: { milliseconds: 1 } },
  handler: functionHandler("deadly", (environment) => {
    const [account = "", key = ""] = requiredText(environment, "STORAGE_SHARED_KEY").split(":");
    const container = (name: string) => blobContainer(requiredText(environment, name), { account, key });
    return eventHubsProcess({
      core: async () => testCore(),
      sinks: [deadly],
      deadLetter: blobDeadLetter({ put: blobPut(container("DEAD_LETTER_CONTAINER")), pipeline: "test/1" }),
      notes: blobBatchNotes(container("BATCH_NOTE_CONTAINER")),
      backOff: { wait: async () => {} },
      maxRecordAgeMs: Number.POSITIVE_INFINITY,
    });
  }),
});
