/** The tables behind `spaces now` on Azure. */
import { acrossAccounts } from "../../azure/tables/accounts.ts";
import { tableReader } from "../../azure/tables/reader.ts";
import { tableCalls } from "../../azure/tables/sdk-calls.ts";
import type { NowReader } from "../now/floors.ts";
import { accountAt } from "./storage.ts";

export function azureTables(endpoints: readonly string[]): NowReader {
  const calls = acrossAccounts(endpoints.map((endpoint) => tableCalls(accountAt(endpoint))));
  // Of the history, which nothing here asks, that is how far it reaches back.
  return tableReader({ calls, historyTtlSeconds: 0, nowMs: Date.now });
}
