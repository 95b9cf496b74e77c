/**
 * What a stage tells of its pipeline, in the core's words: a local run from its book, a deployed stage from its cloud's
 * monitoring. What nobody measured is null or absent, never 0.
 */
import type { OutcomeCounts } from "../../shared/outcome.ts";

export interface StageFigures {
  /** Nothing new comes sooner; on a cloud each look has its price. */
  readonly everyMs: number;
  /** Its errors are the cloud's. */
  look(signal: AbortSignal): Promise<Figures>;
  /** Absent where there are none; its errors are the cloud's. */
  alarms?(signal: AbortSignal): Promise<readonly Alarm[]>;
}

export interface Figures {
  readonly channels: readonly ChannelFigures[];
  readonly cost?: Cost;
  /** A clause for each figure that cannot be had here, and why. */
  readonly missing: readonly string[];
}

export interface ChannelFigures {
  readonly channel: string;
  /** Events a second, the newest last, a point each `stepMs`; `null`: nothing was measured. */
  readonly stepMs: number;
  readonly rate: readonly (number | null)[];
  readonly lagMs: readonly (number | null)[];
  /** Since when outcomes, rejections and batches are counted. */
  readonly countedFromMs?: number;
  readonly outcomes?: OutcomeCounts;
  readonly rejections?: Readonly<Record<string, number>>;
  readonly batches?: { readonly count: number; readonly records?: number; readonly failed?: number };
  /** Calls that were refused for want of capacity: of the function, or of its store. */
  readonly throttled?: number;
  readonly writesPerEvent?: number;
  /** The store's own unit: write units, operations. */
  readonly unitsPerEvent?: number;
  readonly unit?: string;
}

/** USD, by the price list that `spaces cost` has. */
export interface Cost {
  readonly soFar: number;
  readonly perMillion: number;
  /** Of what, and by which prices: a sentence. */
  readonly says: string;
}

export interface Alarm {
  readonly name: string;
  readonly state: "ok" | "alarm" | "unknown";
  /** Since when it is in that state, epoch ms. */
  readonly since?: number;
  readonly says?: string;
}

/** Events that have come to their end. */
export function settledEvents({ stored, duplicate, ignored, rejected }: OutcomeCounts): number {
  return stored + duplicate + ignored + rejected;
}
