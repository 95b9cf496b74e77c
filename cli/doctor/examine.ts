/** Everything that can be looked at of a stage, looked at: what was found, and whether nothing arrives. */
import type { Finding } from "../stage/check.ts";
import type { Stage } from "../stage/stage.ts";
import { runChecks } from "./run-checks.ts";
import { stageChecks } from "./stage-checks.ts";

/** For each look; with the time it takes to find the stage below a minute. */
export const BOUND_MS = 40_000;
/** Unless it is said otherwise. */
export const LOOK_BACK_MINUTES = 5;

export interface Examination {
  readonly findings: readonly Finding[];
  /** Nothing arrives, or it cannot be told: the guide's reasons for silence are of use. */
  readonly silent: boolean;
}

export interface ExamineOptions {
  /** How far back to look at what arrives. */
  readonly minutes: number;
  /** For each look. */
  readonly boundMs?: number;
  readonly signal: AbortSignal;
  /** Told after each look. */
  readonly progress: (done: number, of: number) => void;
}

export async function examine(
  stage: Stage,
  { minutes, boundMs = BOUND_MS, signal, progress }: ExamineOptions,
): Promise<Examination> {
  const checks = [...(stage.checks ?? []), ...stageChecks(stage, { minutes, isSimulated: stage.local })];
  let looked = 0;
  const done = () => progress(++looked, checks.length);
  const found = await runChecks(checks, { boundMs, signal, done });
  const findings = [rightsOf(found), ...found];
  // One that was stopped has found nothing out.
  const silent = !signal.aborted && findings.some(({ name, verdict }) => name === "arriving" && verdict !== "good");
  return { findings, silent };
}

/** The stage was found with them; what was denied since is its lines'. */
function rightsOf(findings: readonly Finding[]): Finding {
  const denied = findings.filter(({ denied: one }) => one === true).map(({ name }) => name);
  if (denied.length === 0) return { name: "credentials", verdict: "good", says: "valid, and no call was denied" };
  return {
    name: "credentials",
    verdict: "unknown",
    says: `valid, but not for everything: ${denied.join(", ")}`,
    todo: "docs/operations.md has the rights of each command.",
  };
}
