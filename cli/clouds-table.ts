/** The README's comparison of what a million events cost on each cloud: `npx node cli/clouds-table.ts` prints it. */

import { azureBill } from "./azure/cost-model.ts";
import { prices as azurePrices, uncheckedPrices as azureUnchecked } from "./azure/cost-prices.ts";
import { type CostLine, defaultInput, millionsOf, monthlyBill, totalOf } from "./cost-model.ts";
import { reckoned } from "./gcp/cost-measured.ts";
import { gcpBill } from "./gcp/cost-model.ts";
import { prices as gcpPrices, uncheckedPrices as gcpUnchecked } from "./gcp/cost-prices.ts";

const rates: readonly number[] = [100, 1_000];

/** In the order of the table's columns. */
const bills: readonly ((eventsPerSecond: number) => readonly CostLine[])[] = [
  (eventsPerSecond) => monthlyBill({ ...defaultInput, eventsPerSecond }),
  (eventsPerSecond) => azureBill({ ...defaultInput, eventsPerSecond }),
  (eventsPerSecond) => gcpBill({ ...defaultInput, eventsPerSecond }),
];

/** Markdown: a row for each rate, JSON and everything as it is by default. */
export function cloudsRows(): string {
  return rates
    .map((eventsPerSecond) => {
      const perMillion = bills.map((bill) => totalOf(bill(eventsPerSecond)).usd / millionsOf({ eventsPerSecond }));
      const cells = [
        `a million events at ${eventsPerSecond.toLocaleString("en-US")} a second, USD`,
        ...perMillion.map((usd) => usd.toFixed(2)),
      ];
      return `| ${cells.join(" | ")} |`;
    })
    .join("\n");
}

/** A sentence on what the figures rest on. */
export function cloudsNote(): string {
  const share = (unchecked: readonly string[], prices: object) =>
    `${unchecked.length} of ${Object.keys(prices).length}`;
  return `Nobody has checked ${share(azureUnchecked, azurePrices)} of Azure's prices and ${share(gcpUnchecked, gcpPrices)} of Google's against their pages; reckoned and not measured, for Google: ${reckoned.join(", ")}.`;
}

if (import.meta.main) console.log([cloudsRows(), cloudsNote()].join("\n\n"));
