/**
 * The figures of a stage on Azure: what its functions say of their batches, as the workspace keeps it, and what Azure
 * Monitor counts of the tables. Looking costs nothing: https://learn.microsoft.com/azure/azure-monitor/fundamentals/cost-usage
 */
import type { TokenCredential } from "@azure/identity";
import type { Status } from "../../shared/outcome.ts";
import { costSoFar } from "../cost-so-far.ts";
import { refusal } from "../doctor/run-checks.ts";
import { type ChannelFigures, type Figures, type StageFigures, settledEvents } from "../stage/figures.ts";
import { countedFigures, LOOK_EVERY_MS, LOOKED_BACK, type LookBack, lookBack, seriesOf } from "../stage/look-back.ts";
import { stageAlerts } from "./alerts.ts";
import { type BatchStep, batchSteps, type Rejected, rejectedEvents } from "./batch-figures.ts";
import type { Outputs } from "./outputs.ts";
import { tableOperations } from "./table-operations.ts";

const MANAGEMENT = "https://management.azure.com";
/** As the tables' function logs it. */
const TABLES_SERVICE = "event-hubs";
const LAKE_SERVICE = "lake";
const HUB_ID = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\//i;
const MS = 1_000;

export interface AzureFiguresOptions {
  readonly outputs: Outputs;
  readonly credential: TokenCredential;
  readonly nowMs?: () => number;
  /** Replaced in tests. */
  readonly endpoints?: { readonly workspaces: string; readonly management: string };
}

/** Absent where the outputs are of a version that did not tell where the figures are. */
export function azureFigures({
  outputs,
  credential,
  nowMs = Date.now,
  endpoints,
}: AzureFiguresOptions): StageFigures | undefined {
  const { workspace_id: id, log_queries: queries, alerts = {}, event_hub: hub, table_endpoints: tables = [] } = outputs;
  const [, subscription, resourceGroup] = HUB_ID.exec(hub?.id ?? "") ?? [];
  if (id === undefined || queries === undefined || subscription === undefined || resourceGroup === undefined)
    return undefined;
  const endpoint = endpoints?.management ?? MANAGEMENT;
  const workspace = { credential, id, queries, ...(endpoints !== undefined && { endpoint: endpoints.workspaces }) };
  const group = `/subscriptions/${subscription}/resourceGroups/${resourceGroup}`;
  const accountIds = tables.map(
    (table) => `${group}/providers/Microsoft.Storage/storageAccounts/${new URL(table).hostname.split(".")[0]}`,
  );
  const operationsOf = async (look: LookBack, signal: AbortSignal) => {
    try {
      return { operations: await tableOperations({ credential, accountIds, endpoint }, look, signal), missing: [] };
    } catch (error) {
      return { operations: undefined, missing: [`operations per event: ${refusal("", error).says}`] };
    }
  };
  return {
    everyMs: LOOK_EVERY_MS,
    async look(signal): Promise<Figures> {
      const look = lookBack(nowMs());
      const [steps, rejected, { operations, missing }] = await Promise.all([
        batchSteps(workspace, look, signal),
        rejectedEvents(workspace, look, signal),
        operationsOf(look, signal),
      ]);
      const services = [TABLES_SERVICE, ...(outputs.lake ? [LAKE_SERVICE] : [])];
      const channels = services.map((service) => channelOf(service, look, steps, rejected));
      const [tablesFigures] = channels;
      const events = tablesFigures?.outcomes === undefined ? 0 : settledEvents(tablesFigures.outcomes);
      const cost = costSoFar("azure", { events, seconds: (look.toMs - look.fromMs) / MS, when: LOOKED_BACK });
      return {
        channels: channels.map((figures) =>
          figures === tablesFigures && operations !== undefined && events > 0
            ? { ...figures, unitsPerEvent: operations / events, unit: "operations" }
            : figures,
        ),
        ...(cost !== undefined && { cost }),
        missing: ["records and writes per event: Azure counts neither", ...missing],
      };
    },
    alarms: (signal) => stageAlerts({ credential, subscription, resourceGroup, alerts, endpoint }, signal),
  };
}

function channelOf(
  service: string,
  look: LookBack,
  steps: readonly BatchStep[],
  rejected: readonly Rejected[],
): ChannelFigures {
  const own = steps.filter((step) => step.service === service);
  const series = (figureOf: (step: BatchStep) => number | null) =>
    seriesOf(
      look,
      own.flatMap((step) => {
        const value = figureOf(step);
        return value === null ? [] : [[Date.parse(step.step), value] as const];
      }),
    );
  const count = (status: Status) => series((step) => step[status]);
  const sum = (figureOf: (step: BatchStep) => number) => own.reduce((total, step) => total + figureOf(step), 0);
  return {
    channel: service,
    ...countedFigures(look, {
      stored: count("stored"),
      duplicate: count("duplicate"),
      ignored: count("ignored"),
      rejected: count("rejected"),
      retry: count("retry"),
    }),
    lagMs: series(({ lag }) => lag),
    ...(own.length > 0 && {
      batches: { count: sum(({ batches }) => batches), failed: sum(({ failed }) => failed) },
      rejections: Object.fromEntries(
        rejected.flatMap(({ service: of, code, events }) => (of === service ? [[code, events] as const] : [])),
      ),
    }),
  };
}
