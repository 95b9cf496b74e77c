/** The Cloud Run function the push subscription calls. Wiring only. */
import { http } from "@google-cloud/functions-framework";
import { ConfigurationError, optionalText } from "../../runtime/configuration.ts";
import { PIPELINE } from "../../runtime/pipeline.ts";
import { startCore } from "../../runtime/start-core.ts";
import { once } from "../../shared/once.ts";
import { batchLog } from "../batch-log.ts";
import { cloudStorageDeadLetter } from "../cloud-storage-dead-letter.ts";
import { objectPut } from "../object-put.ts";
import { sinksOf } from "../sinks.ts";
import { pubSubConfiguration } from "./configuration.ts";
import { pubSubFunction } from "./function.ts";

/** The function's entry point by name: what FUNCTION_TARGET is. */
const TARGET = "spaces";

// Otherwise the framework answers what is no JSON with a trace that holds a piece of it.
process.env.NODE_ENV ??= "production";

const log = batchLog("pubsub", optionalText(process.env, "STAGE"));
try {
  const configuration = pubSubConfiguration(process.env);
  const { core, project, deadLetterBucket, lakeTable, maxRecordAgeMs, gatherMs, gatherMessages } = configuration;
  // Loaded for the first dead letter: most instances never have one.
  const bucket = once(async () => (await import("../sdk/storage.ts")).storageBucket(project, deadLetterBucket));
  http(
    TARGET,
    pubSubFunction({
      core: once(() => startCore(core, lakeTable !== undefined, async () => undefined)),
      sinks: sinksOf(configuration),
      deadLetter: cloudStorageDeadLetter({ put: objectPut(bucket), pipeline: PIPELINE }),
      log,
      maxRecordAgeMs,
      gatherMs,
      gatherMessages,
      nowMs: Date.now,
    }),
  );
} catch (error) {
  // The trace of what is no bug says nothing more than its sentence.
  if (error instanceof ConfigurationError) error.stack = `${error.name}: ${error.message}`;
  throw error;
}
