/** What of any stage can be looked at through its own ports: what arrives, and where it is seen again. */
import { newCore } from "../../runtime/start-core.ts";
import { coreOptions } from "../core-options.ts";
import { walk } from "../dead-letters/walk.ts";
import type { Check, Finding } from "../stage/check.ts";
import type { Stage } from "../stage/stage.ts";
import { arrivalFindings } from "./arrival-findings.ts";
import { type Arrivals, type Bounds, readArrivals } from "./arrivals.ts";
import { refusal } from "./run-checks.ts";
import { inLake, inTables } from "./stored.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const BOUNDS: Bounds = { mostRecords: 5_000, mostMs: 15_000 };
/** A look at letters ends before its time is up, to tell what it has counted. */
const LETTERS_MS = 20_000;

export interface Looked {
  readonly minutes: number;
  /** Of a local run: what events say of their time is not judged. */
  readonly isSimulated: boolean;
}

export function stageChecks(stage: Stage, { minutes, isSimulated }: Looked): readonly Check[] {
  const toMs = Date.now();
  const span = { fromMs: toMs - minutes * MINUTE_MS, toMs };
  const transport = stage.transports.find(({ read }) => read !== undefined);
  const consumer = stage.consumer().catch((error: unknown) => ({ error }));
  const arrivals = async (signal: AbortSignal): Promise<Arrivals | undefined> => {
    const known = await consumer;
    const core = "core" in known ? known.core : ownCore();
    return transport && readArrivals(transport, core, span, BOUNDS, signal);
  };
  let looking: Promise<Arrivals | undefined> | undefined;
  const once = (signal: AbortSignal) => {
    looking ??= arrivals(signal);
    return looking;
  };
  return [
    {
      name: "configuration",
      async look() {
        const known = await consumer;
        if ("error" in known) return [withoutConfiguration(known.error)];
        return [{ name: "configuration", verdict: "good", says: "the function's variables and its key can be read" }];
      },
    },
    {
      name: "arriving",
      async look(signal) {
        const found = await once(signal);
        if (found !== undefined && transport !== undefined)
          return arrivalFindings(transport.channel, found, isSimulated);
        return [{ name: "arriving", verdict: "unknown", says: "the transport keeps nothing that can be read again" }];
      },
    },
    {
      name: "tables",
      async look(signal) {
        const [known, found] = await Promise.all([consumer, once(signal)]);
        if ("error" in known) return [refusal("tables", known.error)];
        return [await inTables(stage, known, found)];
      },
    },
    { name: "lake", look: async (signal) => [await inLake(stage, transport, toMs, signal)] },
    { name: "dead letters", look: async (signal) => [await deadLetters(stage, toMs - HOUR_MS, signal)] },
  ];
}

/** What arrives is read by the defaults, with a key of this run. */
function ownCore() {
  return newCore(coreOptions({ encoding: "auto", framing: "lines", ignore: "KEEP_ALIVE" }));
}

function withoutConfiguration(error: unknown): Finding {
  const found = refusal("configuration", error);
  return { ...found, says: `${found.says}; what arrives is read by the defaults` };
}

/** By code; where there are too many objects to go through, as far as it came. */
async function deadLetters({ givenUp }: Stage, fromMs: number, signal: AbortSignal): Promise<Finding> {
  const bound = AbortSignal.any([signal, AbortSignal.timeout(LETTERS_MS)]);
  const byCode = new Map<string, number>();
  const has = ({ receivedAtMs }: { readonly receivedAtMs: number }) => receivedAtMs >= fromMs;
  for await (const { letters, note } of walk(givenUp, { fromMs, has }, bound))
    for (const { code, index } of letters) if (!note.has(index)) byCode.set(code, (byCode.get(code) ?? 0) + 1);
  const counted = Array.from(byCode, ([code, letters]) => `${letters} ${code}`).join(", ");
  const more = bound.aborted ? ", as far as the look came" : "";
  if (byCode.size === 0)
    return { name: "dead letters", verdict: bound.aborted ? "unknown" : "good", says: `none within the hour${more}` };
  const todo = "spaces dead-letters list says of what; show and explain say why; redrive puts them again.";
  return { name: "dead letters", verdict: "bad", says: `${counted} within the hour${more}`, todo };
}
