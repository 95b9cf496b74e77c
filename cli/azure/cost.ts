/** The bill of `spaces cost --cloud azure`, printed. */
import Table from "cli-table3";
import { millionsOf, totalOf } from "../cost-model.ts";
import { type AzureCostInput, azureBill, storesUsd } from "./cost-model.ts";
import { PRICES_AS_OF, PRICES_REGION, uncheckedPrices } from "./cost-prices.ts";

const note = `List prices of ${PRICES_REGION}, ${PRICES_AS_OF}, without free grants; sources in cli/azure/cost-prices.ts. Nobody has checked these: ${uncheckedPrices.join(", ")}.`;

export function azureCostAsJson(input: AzureCostInput): string {
  const lines = azureBill(input).map(({ name, usd }) => ({ name, usd }));
  const { usd } = totalOf(azureBill(input));
  const { calls, storage } = storesUsd(input);
  const millions = millionsOf(input);
  return JSON.stringify({
    ...input,
    pricesAsOf: PRICES_AS_OF,
    uncheckedPrices,
    lines,
    monthly: { usd },
    perMillionEvents: { usd: usd / millions, storesUsd: (calls + storage) / millions },
  });
}

export function azureCostAsTable(input: AzureCostInput): string {
  const lines = azureBill(input);
  const millions = millionsOf(input);
  const table = new Table({
    head: ["USD", "a month", "per million events"],
    colAligns: ["left", "right", "right"],
    style: { head: [], border: [] },
  });
  for (const { name, usd } of [...lines, { name: "Total", usd: totalOf(lines).usd }])
    table.push([name, usd.toFixed(2), (usd / millions).toFixed(3)]);
  return [
    `${input.eventsPerSecond} events/s as ${input.encoding} on Event Hubs: ${millions.toFixed(1)} million a month`,
    table.toString(),
    note,
  ].join("\n");
}
