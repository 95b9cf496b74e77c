/**
 * Azure Functions on the same Event Hub as the tables' function, with a consumer group of its own, so that neither waits
 * for the other and a throw of one makes the other write nothing again. Wiring only.
 */
import { app } from "@azure/functions";
import { backOff } from "../../runtime/back-off.ts";
import { PIPELINE } from "../../runtime/pipeline.ts";
import { startCore } from "../../runtime/start-core.ts";
import { once } from "../../shared/once.ts";
import { blobDeadLetter } from "../blob-dead-letter.ts";
import { blobPut } from "../blob-put.ts";
import { blobBatchNotes } from "../event-hubs/batch-notes.ts";
import { hubTrigger } from "../event-hubs/trigger.ts";
import { functionHandler } from "../function-handler.ts";
import { blobContainer } from "../storage.ts";
import { hasLake, lakeConfiguration } from "./configuration.ts";
import { blobLanding } from "./landing.ts";
import { lakeProcess } from "./process.ts";

/** Beside what the tables' function keeps of the same hub. */
const FOLDER = "lake/";

if (hasLake(process.env))
  app.eventHub("lake", {
    ...hubTrigger("LAKE_CONSUMER_GROUP"),
    handler: functionHandler("lake", (environment) => {
      const { core, sharedKey, maxRecordAgeMs, ...containers } = lakeConfiguration(environment);
      const put = (container: string) => blobPut(blobContainer(container, sharedKey));
      return lakeProcess({
        core: once(() => startCore(core, true, async () => undefined)),
        put: blobLanding(put(containers.lakeContainer)),
        deadLetter: blobDeadLetter({ put: put(containers.deadLetterContainer), pipeline: PIPELINE, folder: FOLDER }),
        notes: blobBatchNotes(blobContainer(containers.noteContainer, sharedKey), FOLDER),
        backOff,
        maxRecordAgeMs,
      });
    }),
  });
