/** What a back-fill says before it begins and when it ends. */
import { isoTime } from "../iso-time.ts";
import { type BackfillResult, OVERLAP_MS } from "./backfill.ts";
import type { Pause } from "./takeover.ts";

export function plan(pause: Pause | undefined, startMs: number, toMs: number | undefined, stage: string): string {
  const outage =
    pause === undefined
      ? ""
      : pause.untilMs === undefined
        ? `The push has been silent since ${isoTime(pause.sinceMs)}. `
        : `The push was silent from ${isoTime(pause.sinceMs)} to ${isoTime(pause.untilMs)}. `;
  const end = toMs ?? (pause?.untilMs === undefined ? undefined : pause.untilMs + OVERLAP_MS);
  return `${outage}Pulls events from ${isoTime(startMs)} ${end === undefined ? "until the push is back" : `to ${isoTime(end)}`} into ${stage}.`;
}

/** A quiet building may have had none so long. */
const WORTH_TELLING_MS = 300_000;

export function sentence({ events, passedOver, firstMs, safeUntilMs, done }: BackfillResult, startMs: number): string {
  const late = firstMs !== undefined && firstMs - startMs > WORTH_TELLING_MS;
  return [
    `Put ${events} events; those that came again after a broken connection count again.`,
    ...(passedOver > 0 ? [`${passedOver} events were passed over: the channel will never take them.`] : []),
    ...(events + passedOver === 0 ? ["Cisco had none: its window is about an hour, or nothing happened."] : []),
    ...(late
      ? [`The first is of ${isoTime(firstMs)}: what happened before it is past Cisco's window, unless nothing did.`]
      : []),
    ...(done ? [] : [goOn(startMs, safeUntilMs)]),
  ].join("\n");
}

export function goOn(startMs: number, safeUntilMs: number): string {
  return `Stopped. Go on with --from ${isoTime(Math.max(startMs, safeUntilMs - OVERLAP_MS))}`;
}

export function resultJson(
  { events, passedOver, firstMs, safeUntilMs, done }: BackfillResult,
  startMs: number,
  endMs: number | undefined,
): object {
  return {
    events,
    ...(passedOver > 0 && { passedOver }),
    from: isoTime(startMs),
    ...(endMs !== undefined && { to: isoTime(endMs) }),
    ...(firstMs !== undefined && { first: isoTime(firstMs) }),
    safeUntil: isoTime(safeUntilMs),
    done,
  };
}
