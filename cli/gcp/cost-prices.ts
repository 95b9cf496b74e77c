/**
 * What Google asks in us-central1, US dollars, list prices without free tiers and commitments. One table, with where each
 * number is from; what nobody has checked against Google's own page says so, here and in what is printed.
 */
import { type Price, seen, unchecked, uncheckedOf } from "../price.ts";

export const PRICES_AS_OF = "2026-11";
export const PRICES_REGION = "us-central1";

const pubSubPage = "https://cloud.google.com/pubsub/pricing";
const runPage = "https://cloud.google.com/run/pricing";
const firestorePage = "https://firebase.google.com/docs/firestore/pipelines/pricing";
const bigQueryPage = "https://cloud.google.com/bigquery/pricing";
const observabilityPage = "https://cloud.google.com/stackdriver/pricing";

export const prices = {
  /** In, and out again to one subscription: each is billed. */
  pubSubTib: seen(40, pubSubPage),
  pubSubKeptGibMonth: unchecked(0.27, pubSubPage),
  /** Billed by request: while at least one is under way. */
  runVcpuSecond: seen(0.000024, runPage),
  runGibSecond: seen(0.0000025, runPage),
  runMillionRequests: seen(0.4, "https://cloudchipr.com/blog/cloud-run-pricing (2025)"),
  /** Enterprise edition, of 1 KiB; an entry of an index is billed as well. */
  firestoreMillionWriteUnits: seen(0.26, firestorePage),
  firestoreMillionReadUnits: seen(0.05, firestorePage),
  firestoreGibMonth: unchecked(0.146, firestorePage),
  /** Storage Write API. */
  bigQueryWrittenTib: unchecked(25, bigQueryPage),
  bigQueryActiveGibMonth: seen(0.02, bigQueryPage),
  /** Of a partition that nothing was written to for 90 days. */
  bigQueryLongTermGibMonth: seen(0.01, bigQueryPage),
  bigQueryReadTib: seen(6.25, "https://coconote.app/notes/2caa4c53-cab8-40ca-8ad5-1a9e8556ec57 (Aug 2025)"),
  logsInGib: seen(0.5, observabilityPage),
  alertConditionMonth: unchecked(1.5, observabilityPage),
} as const satisfies Readonly<Record<string, Price>>;

export const uncheckedPrices = uncheckedOf(prices);
