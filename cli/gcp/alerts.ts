/** The alerts of a stage and the state each is in: those there are by the outputs, what rang by Cloud Monitoring. */
import type { Alarm } from "../stage/figures.ts";
import { type Monitoring, monitored } from "./monitoring.ts";

/** https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alerts */
interface Rang {
  readonly state?: "OPEN" | "CLOSED";
  readonly openTime?: string;
  readonly closeTime?: string;
  readonly policy?: { readonly displayName?: string };
}

/** The most a page has; of a project in which more rang, the newest. */
const MOST_ALERTS = "1000";

/** The newest come first. What did not ring is well, nobody knows since when. */
export async function stageAlerts(
  monitoring: Monitoring,
  alerts: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<readonly Alarm[]> {
  const asked = { orderBy: "openTime desc", pageSize: MOST_ALERTS };
  const answer = (await monitored(monitoring, "alerts", asked, signal)) as { readonly alerts?: readonly Rang[] };
  const rang = Map.groupBy(answer.alerts ?? [], ({ policy }) => policy?.displayName);
  return Object.entries(alerts).map(([name, says]): Alarm => {
    const its = rang.get(name) ?? [];
    const last = its.find(({ state }) => state === "OPEN") ?? its[0];
    if (last === undefined) return { name, state: "ok", says };
    const isOpen = last.state === "OPEN";
    const since = isOpen ? last.openTime : last.closeTime;
    return { name, state: isOpen ? "alarm" : "ok", ...(since !== undefined && { since: Date.parse(since) }), says };
  });
}
