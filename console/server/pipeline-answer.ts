/** What the Pipeline page shows, put together: figures, alarms and tenants, each missing by itself where it cannot be had. */
import { refusal } from "../../cli/doctor/run-checks.ts";
import type { Alarm, Figures } from "../../cli/stage/figures.ts";
import type { Stage } from "../../cli/stage/stage.ts";
import { type TenantsHeard, tenantsHeard } from "../../cli/stage/tenants-heard.ts";
import type { PipelineAnswer } from "../api.ts";
import { newShared, type Shared } from "./shared-answer.ts";

export interface Pipeline {
  /** A new answer is worth it so often. */
  readonly everyMs: number;
  /** However many look, the stage is asked once in `everyMs`, and its tables for their tenants less often. */
  readonly answer: Shared<PipelineAnswer>;
}

/** Where nobody keeps figures, tenants are all there is to see. */
const TENANTS_ALONE_MS = 60_000;
const FEWEST_TENANTS_MS = 10_000;
/** Tenants are asked for once in so many looks. */
const LOOKS_PER_TENANTS = 5;
/** A look is nobody's alone: it is not ended by who asked first and went. */
const LOOK_MS = 30_000;

export function newPipeline(
  { tables, figures, local }: Pick<Stage, "tables" | "figures" | "local">,
  nowMs = Date.now,
): Pipeline {
  const everyMs = figures?.everyMs ?? TENANTS_ALONE_MS;
  const tenants = newShared(
    () => tried("tenants", noTenants, (signal) => tenantsHeard(tables, nowMs(), signal)),
    Math.max(FEWEST_TENANTS_MS, LOOKS_PER_TENANTS * everyMs),
  );

  async function look(): Promise<PipelineAnswer> {
    const [looked, alarms, heard] = await Promise.all([
      figures === undefined ? unkept(local) : tried("figures", noFigures, (signal) => figures.look(signal)),
      tried("alarms", undefined, async (signal): Promise<readonly Alarm[] | undefined> => figures?.alarms?.(signal)),
      tenants(),
    ]);
    const { channels, cost, missing } = looked.found;
    return {
      atMs: nowMs(),
      channels,
      tenants: heard.found.tenants,
      ...(alarms.found !== undefined && { alarms: alarms.found }),
      ...(cost !== undefined && { cost }),
      missing: [...missing, ...looked.failed, ...alarms.failed, ...heard.failed, ...unheardOf(heard.found)],
    };
  }

  return { everyMs, answer: newShared(look, everyMs / 2) };
}

interface Tried<Found> {
  readonly found: Found;
  /** A clause, where it failed. */
  readonly failed: readonly string[];
}

const noFigures: Figures = { channels: [], missing: [] };
const noTenants: TenantsHeard = { tenants: [], unheard: 0 };
function unkept(local: boolean): Tried<Figures> {
  const why = local
    ? "a run has its own; the console whose address it printed shows them"
    : "the outputs do not say where they are, being of an older version; terraform apply makes them anew";
  return { found: noFigures, failed: [`rate, lag, outcomes and cost: ${why}`] };
}

async function tried<Found>(
  what: string,
  otherwise: Found,
  look: (signal: AbortSignal) => Promise<Found>,
): Promise<Tried<Found>> {
  try {
    return { found: await look(AbortSignal.timeout(LOOK_MS)), failed: [] };
  } catch (error) {
    const { says, todo } = refusal(what, error);
    return { found: otherwise, failed: [todo === undefined ? `${what}: ${says}` : `${what}: ${says}. ${todo}`] };
  }
}

function unheardOf({ unheard }: TenantsHeard): readonly string[] {
  if (unheard === 0) return [];
  return [`${unheard} more ${unheard === 1 ? "tenant" : "tenants"}: nothing of them was found in the tables`];
}
