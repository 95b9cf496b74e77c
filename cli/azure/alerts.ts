/** The alerts of a stage and the state each is in: those there are by the outputs, what rang by Azure Monitor. */
import type { TokenCredential } from "@azure/identity";
import type { Alarm } from "../stage/figures.ts";
import { ask } from "./ask.ts";

export interface AlertsOfGroup {
  readonly credential: TokenCredential;
  readonly subscription: string;
  readonly resourceGroup: string;
  /** What each says, by its name. */
  readonly alerts: Readonly<Record<string, string>>;
  /** Replaced in tests. */
  readonly endpoint: string;
}

const API_VERSION = "2019-03-01";
/** The longest there is. */
const LOOKED_BACK = "30d";

/** https://learn.microsoft.com/rest/api/monitor/alertsmanagement/alerts/get-all */
interface Page {
  readonly value?: readonly { readonly properties?: { readonly essentials?: Rang } }[];
  readonly nextLink?: string;
}

interface Rang {
  /** Id or name of the rule. */
  readonly alertRule?: string;
  readonly monitorCondition?: "Fired" | "Resolved";
  readonly startDateTime?: string;
  readonly monitorConditionResolvedDateTime?: string;
}

/** One that did not ring in 30 days is well, nobody knows since when. */
export async function stageAlerts(group: AlertsOfGroup, signal: AbortSignal): Promise<readonly Alarm[]> {
  const rang = new Map<string, Rang>();
  for await (const one of rung(group, signal)) {
    const name = (one.alertRule?.split("/").at(-1) ?? "").toLowerCase();
    const known = rang.get(name);
    if (known === undefined || startOf(known) < startOf(one)) rang.set(name, one);
  }
  return Object.entries(group.alerts).map(([name, says]): Alarm => {
    const last = rang.get(name.toLowerCase());
    if (last === undefined) return { name, state: "ok", says };
    const isOn = last.monitorCondition === "Fired";
    const since = isOn ? last.startDateTime : last.monitorConditionResolvedDateTime;
    return { name, state: isOn ? "alarm" : "ok", ...(since !== undefined && { since: Date.parse(since) }), says };
  });
}

async function* rung(group: AlertsOfGroup, signal: AbortSignal): AsyncGenerator<Rang> {
  const { credential, subscription, resourceGroup, endpoint } = group;
  const asked = new URLSearchParams({
    "api-version": API_VERSION,
    targetResourceGroup: resourceGroup,
    timeRange: LOOKED_BACK,
  });
  let address: string | undefined =
    `${endpoint}/subscriptions/${subscription}/providers/Microsoft.AlertsManagement/alerts?${asked}`;
  while (address !== undefined) {
    const page = (await ask(credential, { address, scope: `${endpoint}/.default`, signal })) as Page;
    for (const { properties } of page.value ?? [])
      if (properties?.essentials !== undefined) yield properties.essentials;
    address = page.nextLink;
    // A token is sent nowhere else.
    if (address !== undefined && !address.startsWith(`${endpoint}/`)) return;
  }
}

function startOf({ startDateTime = "" }: Rang): number {
  return Date.parse(startDateTime) || 0;
}
