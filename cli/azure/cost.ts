/** The bill of `spaces cost --cloud azure`. */
import type { Bill, BillInput } from "../cost-bill.ts";
import { azureBill, storesUsd } from "./cost-model.ts";
import { PRICES_AS_OF, PRICES_REGION, uncheckedPrices } from "./cost-prices.ts";

export function billOnAzure(input: BillInput): Bill {
  const { calls, storage } = storesUsd(input);
  return {
    input,
    on: "Event Hubs",
    lines: azureBill(input),
    storesUsd: calls + storage,
    pricesAsOf: PRICES_AS_OF,
    uncheckedPrices,
    note: `List prices of ${PRICES_REGION}, ${PRICES_AS_OF}, without free grants; sources in cli/azure/cost-prices.ts. Nobody has checked these: ${uncheckedPrices.join(", ")}.`,
  };
}
