/** The bill of `spaces cost --cloud gcp`. */
import type { Bill, BillInput } from "../cost-bill.ts";
import { assumed, reckoned } from "./cost-measured.ts";
import { gcpBill, storesUsd } from "./cost-model.ts";
import { PRICES_AS_OF, PRICES_REGION, uncheckedPrices } from "./cost-prices.ts";

export function billOnGcp(input: BillInput): Bill {
  const { units, storage } = storesUsd(input);
  return {
    input,
    on: "Google Pub/Sub",
    lines: gcpBill(input),
    storesUsd: units + storage,
    pricesAsOf: PRICES_AS_OF,
    uncheckedPrices,
    note: [
      `List prices of ${PRICES_REGION}, ${PRICES_AS_OF}, without free tiers; sources in cli/gcp/cost-prices.ts. Nobody has checked these: ${uncheckedPrices.join(", ")}.`,
      `Reckoned, not measured: ${reckoned.join(", ")}. Assumed, since Google does not say: ${assumed.join("; ")}.`,
    ].join("\n"),
  };
}
