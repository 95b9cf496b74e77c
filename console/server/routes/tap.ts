/** What arrives, a few lines at a time, as `spaces tap` shows it. */
import { setTimeout as sleep } from "node:timers/promises";
import { listed } from "../../../cli/listed.ts";
import { rowColumns } from "../../../cli/row-columns.ts";
import { tapSays } from "../../../cli/tap/line.ts";
import { newSampling } from "../../../cli/tap/sampling.ts";
import { newTap, type Tapped } from "../../../cli/tap/tap.ts";
import type { TapCounts, TappedLine } from "../../api.ts";
import { notHere, Refused } from "../failure.ts";
import type { Route } from "../route.ts";

/** More nobody reads, and what is left out is counted. */
const LINES_A_SECOND = 100;
const TOLD_EVERY_MS = 250;
/** Each reads the transport beside the functions, which share what it gives a second. */
const MOST_TAPS = 4;

let taps = 0;

export const tapRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/api/tap",
    async answer({ parameters, signal }, parts) {
      const { stage } = await parts.open();
      const follow = stage.transports.find((transport) => transport.follow !== undefined)?.follow;
      if (follow === undefined)
        throw notHere("What arrives here cannot be watched: its transport is read by nobody else.");
      const { core } = await stage.consumer();
      const wanted = {
        types: setOf(parameters.get("types")),
        tenants: setOf(parameters.get("tenants")),
        subject: parameters.get("subject") || undefined,
        rejectedOnly: parameters.get("rejected") === "true",
      };
      return {
        async events(send) {
          if (taps >= MOST_TAPS)
            throw new Refused("failed", "What arrives is watched by others already; end one of them.");
          taps++;
          const over = new AbortController();
          const either = AbortSignal.any([signal, over.signal]);
          const sampling = newSampling(LINES_A_SECOND, () => {});
          let lines: TappedLine[] = [];
          const { counts, take } = newTap(core, wanted, (tapped) => {
            if (sampling.takes(Date.now())) lines.push(lineOf(tapped));
          });
          async function tell(): Promise<void> {
            for (let told: number | undefined; ; ) {
              const given = lines;
              lines = [];
              if (given.length > 0) await send("tapped", given);
              const now: TapCounts = { ...counts, leftOut: sampling.leftOut() };
              if (told !== now.events) await send("counts", now);
              told = now.events;
              await sleep(TOLD_EVERY_MS, undefined, { signal: either });
            }
          }
          const reading = follow(take, either);
          try {
            await Promise.race([reading, tell()]);
          } finally {
            over.abort();
            // What it reads by, such as a subscription of its own, is given back first.
            await reading.catch(() => {});
            taps--;
          }
        },
      };
    },
  },
];

function lineOf(tapped: Tapped): TappedLine {
  const { position, receivedAtMs, row, rejected, isRepeat } = tapped;
  const tenant = row?.tenant_id ?? rejected?.tenant;
  return {
    position,
    receivedAtMs,
    type: row?.event_type ?? rejected?.eventType ?? "-",
    ...(tenant !== undefined && { tenant }),
    outcome: row === undefined ? "rejected" : isRepeat === true ? "duplicate" : "stored",
    says: tapSays(tapped),
    ...(rejected !== undefined && { code: rejected.code }),
    ...(row !== undefined && { uid: row.record_uid, row: rowColumns(row) }),
  };
}

function setOf(text: string | null): ReadonlySet<string> | undefined {
  return text === null || text === "" ? undefined : new Set(listed(text));
}
