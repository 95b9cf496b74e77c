/** A Pub/Sub function, as gcp/app.ts makes it but without stores, that some events are deadly to. Built by a test of the host. */
import { http } from "@google-cloud/functions-framework";
import { batchLog } from "../../gcp/batch-log.ts";
import { cloudStorageDeadLetter } from "../../gcp/cloud-storage-dead-letter.ts";
import { objectPut } from "../../gcp/object-put.ts";
import { pubSubConfiguration } from "../../gcp/pubsub/configuration.ts";
import { pubSubFunction } from "../../gcp/pubsub/function.ts";
import { storageBucket } from "../../gcp/sdk/storage.ts";
import { startCore } from "../../runtime/start-core.ts";
import { once } from "../../shared/once.ts";
import { retry } from "../../shared/outcome.ts";
import type { EventSink } from "../../shared/ports.ts";

/** `exit` ends the process, `later` is stored at its second time only. */
const seen = new Set<string>();
const sink: EventSink = {
  async write(rows) {
    if (rows.some(({ record_uid }) => record_uid === "exit")) process.exit(1);
    return rows.flatMap(({ record_uid }, index) => {
      const isFirst = !seen.has(record_uid);
      seen.add(record_uid);
      return record_uid === "later" && isFirst ? [{ index, fate: retry("throttled") }] : [];
    });
  },
};

const { core, project, deadLetterBucket, maxRecordAgeMs, ...gathering } = pubSubConfiguration(process.env);
http(
  "spaces",
  pubSubFunction({
    core: once(() => startCore(core, false, async () => undefined)),
    sinks: [sink],
    deadLetter: cloudStorageDeadLetter({
      put: objectPut(async () => storageBucket(project, deadLetterBucket)),
      pipeline: "test/1",
    }),
    log: batchLog("pubsub", "test"),
    maxRecordAgeMs,
    ...gathering,
    nowMs: Date.now,
  }),
);
