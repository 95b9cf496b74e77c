/** How many operations the table accounts of a stage took, each of which is billed: Azure Monitor counts them itself. */
import type { TokenCredential } from "@azure/identity";
import type { LookBack } from "../stage/look-back.ts";
import { ask } from "./ask.ts";

interface Accounts {
  readonly credential: TokenCredential;
  /** `/subscriptions/S/resourceGroups/G/providers/Microsoft.Storage/storageAccounts/A` */
  readonly accountIds: readonly string[];
  /** Of Azure Resource Manager. */
  readonly endpoint: string;
}

const API_VERSION = "2018-01-01";

/** https://learn.microsoft.com/rest/api/monitor/metrics/list */
interface Answer {
  readonly value?: readonly {
    readonly timeseries?: readonly { readonly data?: readonly { readonly total?: number }[] }[];
  }[];
}

/** Whoever asked; `undefined` where nothing was counted. */
export async function tableOperations(
  { credential, accountIds, endpoint }: Accounts,
  { fromMs, toMs }: LookBack,
  signal: AbortSignal,
): Promise<number | undefined> {
  const asked = new URLSearchParams({
    "api-version": API_VERSION,
    metricnames: "Transactions",
    aggregation: "Total",
    interval: "PT1H",
    timespan: `${new Date(fromMs).toISOString()}/${new Date(toMs).toISOString()}`,
  });
  const answers = await Promise.all(
    accountIds.map((id) => {
      const address = `${endpoint}${id}/tableServices/default/providers/Microsoft.Insights/metrics?${asked}`;
      return ask(credential, { address, scope: `${endpoint}/.default`, signal }) as Promise<Answer>;
    }),
  );
  const totals = answers
    .flatMap(({ value = [] }) => value)
    .flatMap(({ timeseries = [] }) => timeseries)
    .flatMap(({ data = [] }) => data)
    .flatMap(({ total }) => total ?? []);
  return totals.length === 0 ? undefined : totals.reduce((sum, total) => sum + total, 0);
}
