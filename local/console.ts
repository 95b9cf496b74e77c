/** The live view: redrawn in place on a terminal, a plain line now and then elsewhere. */
import { styleText } from "node:util";
import { count, duration } from "./format.ts";
import type { Snapshot } from "./ledger.ts";

const REDRAW_MS = 200;
const PLAIN_LINE_MS = 2_000;
const BAR_CELLS = 40;
/** The rate is that of the last moments, not of the whole run. */
const RATE_WINDOW_MS = 2_000;

export interface LiveView {
  /** Draws a last time and leaves the view standing. */
  end(): void;
}

export interface LiveViewOptions {
  readonly stream: NodeJS.WriteStream;
  readonly snapshot: () => Snapshot;
  /** Events to come, where that is known; faults add to it. */
  readonly expectedEvents: number | undefined;
}

export function startLiveView({ stream, snapshot, expectedEvents }: LiveViewOptions): LiveView {
  const rate = rateMeter();
  let drawnLines = 0;

  function redraw(): void {
    const now = snapshot();
    const lines = frame(now, rate(now.received), expectedEvents, styled(stream));
    const up = drawnLines === 0 ? "" : `\x1b[${drawnLines}A`;
    stream.write(`${up}${lines.map((line) => `\x1b[2K${line}\n`).join("")}`);
    drawnLines = lines.length;
  }

  function printLine(): void {
    const now = snapshot();
    stream.write(`${plainLine(now, rate(now.received), expectedEvents)}\n`);
  }

  const draw = stream.isTTY ? redraw : printLine;
  const timer = setInterval(draw, stream.isTTY ? REDRAW_MS : PLAIN_LINE_MS);
  if (stream.isTTY) redraw();
  return {
    end() {
      clearInterval(timer);
      draw();
    },
  };
}

type Style = (format: Parameters<typeof styleText>[0], text: string) => string;

/** Honours NO_COLOR and what the stream can show. */
function styled(stream: NodeJS.WriteStream): Style {
  return (format, text) => styleText(format, text, { stream });
}

function frame(now: Snapshot, perSecond: number, expected: number | undefined, style: Style): readonly string[] {
  const { counts, lagMs } = now;
  const total = Math.max(expected ?? 0, now.pushedEvents);
  const share = total === 0 ? 0 : now.received / total;
  const filled = Math.floor(share * BAR_CELLS);
  const bar = `${style("green", "█".repeat(filled))}${style("dim", "░".repeat(BAR_CELLS - filled))}`;
  const alarming = (value: number, format: "yellow" | "red") => style(value > 0 ? format : "dim", count(value));
  return [
    "",
    style("bold", "  Cisco Spaces → Kinesis → function → DynamoDB and the lake"),
    "",
    `  ${bar} ${String(Math.floor(share * 100)).padStart(3)} %   ${count(now.received)} of ${count(total)} events`,
    "",
    `  rate      ${style("bold", count(perSecond))} events/s     lag  p50 ${duration(lagMs.p50)} · p99 ${duration(lagMs.p99)}     ${count(Math.max(0, now.openRecords))} records waiting`,
    `  outcomes  stored ${style("green", count(counts.stored))} · duplicate ${style("dim", count(counts.duplicate))} · ignored ${style("dim", count(counts.ignored))} · rejected ${alarming(counts.rejected, "yellow")} · retry ${alarming(counts.retry, "red")}`,
    `  function  ${count(now.invocations)} invocations · ${alarming(now.failedInvocations, "red")} failed · ${alarming(now.redeliveredRecords, "yellow")} records delivered again`,
  ];
}

function plainLine(now: Snapshot, perSecond: number, expected: number | undefined): string {
  const { counts, lagMs } = now;
  const total = Math.max(expected ?? 0, now.pushedEvents);
  return (
    `${count(now.received)} of ${count(total)} events · ${count(perSecond)}/s · lag p50 ${duration(lagMs.p50)} p99 ${duration(lagMs.p99)} · ` +
    `stored ${count(counts.stored)}, duplicate ${count(counts.duplicate)}, ignored ${count(counts.ignored)}, ` +
    `rejected ${count(counts.rejected)}, retry ${count(counts.retry)}`
  );
}

function rateMeter(): (received: number) => number {
  const samples: { readonly atMs: number; readonly received: number }[] = [];
  return (received) => {
    const atMs = Date.now();
    samples.push({ atMs, received });
    while (samples.length > 2 && (samples[1]?.atMs ?? atMs) < atMs - RATE_WINDOW_MS) samples.shift();
    const first = samples[0];
    if (first === undefined || first.atMs === atMs) return 0;
    return ((received - first.received) * 1_000) / (atMs - first.atMs);
  };
}
