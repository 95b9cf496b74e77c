/** An operator's command around its stage: found, given back, stopped by Ctrl-C, and its refusals as sentences. */
import { UserError } from "../user-error.ts";
import type { FindStage, StageOptions } from "./find-stage.ts";
import type { Stage } from "./stage.ts";

const EXIT_INTERRUPTED = 130;
const SIGN_IN =
  "There are no valid credentials here; sign in first: aws sso login, az login, or gcloud auth application-default login.";
/** Of gRPC: https://grpc.io/docs/guides/status-codes/ */
const UNAVAILABLE = 14;
const DEADLINE_EXCEEDED = 4;

/** `signal` is aborted by Ctrl-C; a second one ends the process at once, and so does one before the stage is found. */
export async function withStage(
  find: FindStage,
  options: StageOptions,
  work: (stage: Stage, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const abort = new AbortController();
  let isFound = false;
  const stop = () => {
    if (!isFound || abort.signal.aborted) process.exit(EXIT_INTERRUPTED);
    abort.abort();
  };
  process.on("SIGINT", stop);
  try {
    const stage = await find(options);
    isFound = true;
    try {
      await work(stage, abort.signal);
    } finally {
      stage.close();
    }
    if (abort.signal.aborted) process.exitCode = EXIT_INTERRUPTED;
  } catch (error) {
    throw sentenceOf(error);
  } finally {
    process.off("SIGINT", stop);
  }
}

/** What a service or the network said; a mistake of ours keeps its stack. */
function sentenceOf(error: unknown): unknown {
  if (error instanceof UserError || !(error instanceof Error)) return error;
  const { name, message } = error;
  if (name === "ConfigurationError")
    return new UserError(`The stage's function is not configured as it must be. ${message}.`);
  const noAccess = accessSentence(error);
  if (noAccess !== undefined) return new UserError(noAccess);
  const { code, $metadata, statusCode } = error as { code?: unknown; $metadata?: unknown; statusCode?: unknown };
  const isCloud = $metadata !== undefined || statusCode !== undefined || ["string", "number"].includes(typeof code);
  if (!isCloud) return error;
  return new UserError(`The cloud refused: ${name}. ${message}`);
}

/** Why the stage is not reached at all: nobody is signed in, or nothing is there. `undefined` for every other error. */
export function accessSentence(error: unknown): string | undefined {
  const { name, message, code } = error as {
    readonly name?: unknown;
    readonly message?: unknown;
    readonly code?: unknown;
  };
  if (/credential|authentication|expiredtoken|unrecognizedclient/i.test(String(name))) return SIGN_IN;
  if (/could not load the default credentials/i.test(String(message))) return SIGN_IN;
  if (code === "ECONNREFUSED") return "Nothing listens where the stage was: has the local run ended?";
  if (name === "TimeoutError" || code === DEADLINE_EXCEEDED)
    return "A call of the service was not answered in time; nothing is known to be wrong with it: try again.";
  if (code === UNAVAILABLE)
    return "The service does not answer (UNAVAILABLE): is this machine online? Of a local run: has it ended?";
  return undefined;
}
