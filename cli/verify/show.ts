/** What `spaces verify` found, for a terminal. */
import { styleText } from "node:util";
import { durationText } from "../doctor/duration-text.ts";
import { isAsExpected, type Seen } from "./look.ts";

interface Shown {
  readonly tenant: string;
  readonly seen: readonly Seen[];
  /** By Ctrl-C: what was not found is no verdict. */
  readonly stopped: boolean;
  readonly tookMs: number;
  readonly deleted: number | undefined;
  readonly hasLake: boolean;
  readonly forget: readonly string[];
}

const VERDICT_WIDTH = 9;
const WHERE_WIDTH = 14;

export function showSeen({ tenant, seen, stopped, tookMs, deleted, hasLake, forget }: Shown): string {
  const good = seen.every(isAsExpected);
  return [
    ...seen.map((each) => lineOf(each, stopped)),
    "",
    good
      ? `All of ${tenant} is as the core says, after ${durationText(tookMs)}.`
      : stopped
        ? `Stopped after ${durationText(tookMs)}, before all of ${tenant} was found.`
        : `Not all of ${tenant} is as the core says, after ${durationText(tookMs)}: spaces doctor says where it waits. Is this checkout deployed?`,
    deleted === undefined
      ? "Its items cannot be deleted from here: spaces forget does it, for each subject below."
      : `${deleted} of its items were deleted from the tables${good ? "" : `; what comes later is deleted by spaces verify --clean ${tenant}`}.`,
    ...(hasLake || deleted === undefined
      ? ["Its rows of the lake stay until they are forgotten:", ...forget.map((command) => `  ${command}`)]
      : []),
  ].join("\n");
}

function lineOf(seen: Seen, stopped: boolean): string {
  const { where, found, of, differs } = seen;
  const verdict = isAsExpected(seen)
    ? styleText("green", "good".padEnd(VERDICT_WIDTH))
    : stopped
      ? styleText("yellow", "unknown".padEnd(VERDICT_WIDTH))
      : styleText("red", "bad".padEnd(VERDICT_WIDTH));
  return `${verdict}${where.padEnd(WHERE_WIDTH)}${found} of ${of}${differs === undefined ? "" : `, and not as the core says (${differs})`}`;
}
