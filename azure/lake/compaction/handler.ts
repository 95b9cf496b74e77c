/** Azure Functions by a timer: landing into the compacted table, a few minutes of it at a time. Wiring only. */
import { app } from "@azure/functions";
import { partitionOf } from "../../../shared/lake/table.ts";
import { blobContainer } from "../../storage.ts";
import { timerHandler } from "../../timer-handler.ts";
import { hasLake, lakeConfiguration } from "../configuration.ts";
import { compact } from "./compact.ts";
import { lakeFiles } from "./lake-files.ts";

/** Begun before it, an hour of events is finished after it. */
const HOUR_RESERVE_MS = 150_000;

if (hasLake(process.env))
  app.timer("compaction", {
    // Every quarter of an hour: what one run leaves, the next one does. A day that has begun is not looked at.
    schedule: "0 5/15 * * * *",
    handler: timerHandler("compaction", HOUR_RESERVE_MS, (environment) => {
      const { lakeContainer, sharedKey } = lakeConfiguration(environment);
      const lake = lakeFiles(blobContainer(lakeContainer, sharedKey));
      return async (nowMs, deadline) => ({ ...(await compact(lake, partitionOf(nowMs).dt, deadline)) });
    }),
  });
