/** Azure Functions by a timer: what has expired goes out of the tables. Wiring only. */
import { app } from "@azure/functions";
import { tablesPolicy } from "../../runtime/tables-configuration.ts";
import { sharedKeyOf, tableEndpoints } from "../event-hubs/configuration.ts";
import { tableAccount } from "../storage.ts";
import { timerHandler } from "../timer-handler.ts";
import { acrossAccounts } from "./accounts.ts";
import { tableCalls } from "./sdk-calls.ts";
import { sweep } from "./sweep.ts";

app.timer("sweep", {
  schedule: "0 20 2 * * *",
  handler: timerHandler("sweep", 0, (environment) => {
    const { historyTtlSeconds } = tablesPolicy(environment);
    const sharedKey = sharedKeyOf(environment);
    const calls = acrossAccounts(
      tableEndpoints(environment).map((endpoint) => tableCalls(tableAccount(endpoint, sharedKey, "the client's"))),
    );
    return async (nowMs) => ({ ...(await sweep(calls, nowMs, historyTtlSeconds)) });
  }),
});
