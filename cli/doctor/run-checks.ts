/** Looks at everything at once, each look bounded in time; what a look fails with is its line. */
import { errorName } from "../../shared/error-name.ts";
import type { Check, Finding } from "../stage/check.ts";
import { UserError } from "../user-error.ts";
import { durationText } from "./duration-text.ts";

/** The findings in the order of the checks; `done` is called after each. */
export async function runChecks(
  checks: readonly Check[],
  { boundMs, signal, done }: { readonly boundMs: number; readonly signal: AbortSignal; readonly done: () => void },
): Promise<readonly Finding[]> {
  const looked = checks.map(async (check) => {
    const bound = AbortSignal.any([signal, AbortSignal.timeout(boundMs)]);
    const findings = await bounded(check, bound, () => (signal.aborted ? stopped : noAnswer(boundMs)));
    done();
    return findings;
  });
  return (await Promise.all(looked)).flat();
}

type GivenUp = Pick<Finding, "says" | "todo">;

const stopped: GivenUp = { says: "stopped before it answered" };

function noAnswer(boundMs: number): GivenUp {
  return {
    says: `no answer within ${durationText(boundMs)}`,
    todo: "Look again; if it stays so, look at the network between here and the cloud.",
  };
}

async function bounded(check: Check, bound: AbortSignal, why: () => GivenUp): Promise<readonly Finding[]> {
  const { promise: overdue, resolve } = Promise.withResolvers<readonly Finding[]>();
  const given = (): readonly Finding[] => [{ name: check.name, verdict: "unknown", ...why() }];
  if (bound.aborted) return given();
  const giveUp = () => resolve(given());
  bound.addEventListener("abort", giveUp, { once: true });
  const looking = check.look(bound).catch((error: unknown) => [refusal(check.name, error)]);
  try {
    return await Promise.race([looking, overdue]);
  } finally {
    bound.removeEventListener("abort", giveUp);
  }
}

const DENIED = /AccessDenied|NotAuthorized|Unauthorized|Forbidden|PermissionDenied|AuthorizationFailed/i;

const GRPC_PERMISSION_DENIED = 7;

export function isDenied(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { statusCode, code, $metadata } = error as {
    statusCode?: unknown;
    code?: unknown;
    $metadata?: { httpStatusCode?: unknown };
  };
  const statuses = [statusCode, code, $metadata?.httpStatusCode];
  return DENIED.test(error.name) || statuses.includes(403) || code === GRPC_PERMISSION_DENIED;
}

/** AWS names the action it wanted, and so do others; nothing else of the message is told. */
const ACTION = /(?:perform:|action '|Permission ')\s*([\w.:/-]+)/;

export function refusal(name: string, error: unknown): Finding {
  if (error instanceof UserError) return { name, verdict: "bad", says: error.message.replace(/\.$/, "") };
  if (isDenied(error)) {
    const action = ACTION.exec((error as Error).message)?.[1];
    return {
      name,
      verdict: "unknown",
      denied: true,
      says: `you may not look (${errorName(error)}${action === undefined ? "" : `: ${action}`})`,
      ...(action !== undefined && { todo: `Ask for ${action}.` }),
    };
  }
  return { name, verdict: "unknown", says: `the look failed (${errorName(error)})` };
}
