/**
 * What Azure asks in East US, US dollars, list prices without free grants and reservations. One table, with where each
 * number is from; what nobody has checked against Microsoft's own page says so, here and in what is printed.
 */
import { type Price, seen, unchecked, uncheckedOf } from "../price.ts";

export const PRICES_AS_OF = "2026-11";
export const PRICES_REGION = "East US";

const storagePage = "https://azure.microsoft.com/pricing/details/storage/";
const monitorPage = "https://azure.microsoft.com/pricing/details/monitor/";
const flexPage = "https://modal.com/blog/azure-function-pricing-guide (May 2025)";
const hubsIssue = "https://github.com/infracost/infracost/issues/1354";

export const prices = {
  /** A throughput unit takes 1 MB/s or 1,000 events/s in, twice that out, and keeps 84 GB. */
  throughputUnitHour: seen(0.03, hubsIssue),
  /** Of 64 KB each. */
  millionIngressEvents: seen(0.028, hubsIssue),
  /** Flex Consumption, on demand. */
  functionGbSecond: seen(0.000026, flexPage),
  functionMillionExecutions: unchecked(0.4, "https://azure.microsoft.com/pricing/details/functions/"),
  /** Of any kind, locally redundant. */
  tableTenThousandCalls: unchecked(0.00036, storagePage),
  tableGbMonth: unchecked(0.045, storagePage),
  /** Hot, locally redundant, in an account with a hierarchical namespace. */
  blobTenThousandWrites: unchecked(0.065, storagePage),
  blobTenThousandReads: unchecked(0.0052, storagePage),
  blobGbMonth: seen(0.018, "https://2kabhishek.github.io/AZ-900/Notes/Azure-Storage-Resources"),
  /** Log Analytics, pay as you go. */
  logsInGb: unchecked(2.3, monitorPage),
  /** Looked at every 15 minutes; a metric alert costs less. */
  logAlertMonth: unchecked(0.5, monitorPage),
} as const satisfies Readonly<Record<string, Price>>;

export const uncheckedPrices = uncheckedOf(prices);
