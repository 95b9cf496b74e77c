/** What events have cost so far, by the models and price lists of `spaces cost`: list prices at the rate they came at. */

import type { Channel } from "../functions/channel.ts";
import { azureBill } from "./azure/cost-model.ts";
import * as azurePrices from "./azure/cost-prices.ts";
import type { CloudName } from "./cloud-option.ts";
import { type CostLine, defaultInput, millionsOf, monthlyBill, totalOf } from "./cost-model.ts";
import { DEFAULT_REGION, regions } from "./cost-prices.ts";
import { gcpBill } from "./gcp/cost-model.ts";
import * as googlePrices from "./gcp/cost-prices.ts";
import type { Cost } from "./stage/figures.ts";

export interface Counted {
  readonly events: number;
  /** In which they came. */
  readonly seconds: number;
  /** `since the run began`, `in the last 3 hours`. */
  readonly when: string;
}

/** Absent where nothing came: a million of nothing has no price. `region` and `channel` are of AWS alone. */
export function costSoFar(
  cloud: CloudName,
  counted: Counted,
  region = DEFAULT_REGION,
  channel: Channel = "kinesis",
): Cost | undefined {
  const { events, seconds, when } = counted;
  if (events === 0 || seconds <= 0) return undefined;
  const eventsPerSecond = events / seconds;
  const priced = regions[region] === undefined ? DEFAULT_REGION : region;
  const { lines, prices } = billOf(cloud, eventsPerSecond, priced, channel);
  const perMillion = totalOf(lines).usd / millionsOf({ eventsPerSecond });
  const rate = eventsPerSecond.toFixed(eventsPerSecond < 10 ? 2 : 0);
  return {
    soFar: (events / 1e6) * perMillion,
    perMillion,
    says: `${events.toLocaleString("en-US")} events ${when}, as if they came at ${rate} a second all month: ${prices}.`,
  };
}

function billOf(cloud: CloudName, eventsPerSecond: number, region: string, channel: Channel) {
  const { encoding, historyDays, payload } = defaultInput;
  const input = { eventsPerSecond, encoding, historyDays, payload };
  const listed = (where: string, asOf: string) => `list prices of ${where}, ${asOf}, with the defaults of spaces cost`;
  const bills: Readonly<Record<CloudName, () => { readonly lines: readonly CostLine[]; readonly prices: string }>> = {
    aws: () => ({
      lines: monthlyBill({ ...defaultInput, eventsPerSecond, region, channel }),
      prices: listed(region, regions[region]?.asOf ?? ""),
    }),
    azure: () => ({
      lines: azureBill(input),
      prices: listed(azurePrices.PRICES_REGION, azurePrices.PRICES_AS_OF),
    }),
    gcp: () => ({ lines: gcpBill(input), prices: listed(googlePrices.PRICES_REGION, googlePrices.PRICES_AS_OF) }),
  };
  return bills[cloud]();
}
