/** Puts letters again, with somebody who looks for what becomes of them. */
import { backOff } from "../../runtime/back-off.ts";
import { errorName } from "../../shared/error-name.ts";
import type { Progress } from "../progress.ts";
import type { Stage } from "../stage/stage.ts";
import { type RedriveCounts, redrive } from "./redrive.ts";
import type { Selection } from "./selection.ts";
import { type Watch, watchLetters } from "./since.ts";

/** Unless it is said otherwise: of how many to find out what became of them, and how long to look for it. */
export const CHECKED = 10_000;
export const WAIT_SECONDS = 60;

export interface PutLetters {
  readonly selection: Selection;
  /** Also those that were put before. */
  readonly again: boolean;
  /** Of how many to find out what becomes of them. */
  readonly check: number;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

export interface PutAgain {
  readonly counts: RedriveCounts;
  /** How many are looked for. */
  readonly watched: number;
  /** A sentence that says why nobody looks, where that is so. */
  readonly watch: Watch | string;
}

/** Counts what would be put. */
export function wouldPut(stage: Stage, { selection, again, progress, signal }: PutLetters): Promise<RedriveCounts> {
  const onPut = async () => {};
  return redrive({ selection, transports: stage.transports, again, dryRun: true, backOff, progress, signal, onPut });
}

export async function putLetters(stage: Stage, options: PutLetters): Promise<PutAgain> {
  const { selection, again, check, progress, signal } = options;
  const watch = await watchOf(stage, check, Date.now());
  let watched = 0;
  const counts = await redrive({
    selection,
    transports: stage.transports,
    again,
    dryRun: false,
    backOff,
    progress,
    signal,
    async onPut(letter, position) {
      if (typeof watch === "string" || watched === check) return;
      watched++;
      await watch.add(letter, position);
    },
  });
  return { counts, watched, watch };
}

/** Why there is none, where the stage does not say how it reads. */
async function watchOf(stage: Stage, check: number, startedAtMs: number): Promise<Watch | string> {
  if (check === 0) return "What became of them was not asked.";
  try {
    return watchLetters(stage, await stage.consumer(), startedAtMs);
  } catch (error) {
    return `What became of them is not known: the function's configuration and key could not be read (${errorName(error)}).`;
  }
}
