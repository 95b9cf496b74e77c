/** The live view: redrawn in place on a terminal, a plain line now and then elsewhere. */
import type { Snapshot } from "./ledger.ts";
import { cellsOf, panel, styled } from "./panel.ts";
import { plainLine } from "./plain-line.ts";

const REDRAW_MS = 200;
const PLAIN_LINE_MS = 2_000;
/** The rate is that of the last moments, not of the whole run. */
const RATE_WINDOW_MS = 2_000;
/** Of a terminal that does not say. */
const COLUMNS = 80;

export interface LiveView {
  /** Draws a last time and leaves the view standing. */
  end(): void;
}

export interface LiveViewOptions {
  readonly stream: NodeJS.WriteStream;
  readonly path: string;
  readonly snapshot: () => Snapshot;
  readonly throttledCalls: () => number;
  /** Events to come, where that is known; faults add to it. */
  readonly expectedEvents: number | undefined;
}

export function startLiveView({ stream, path, snapshot, throttledCalls, expectedEvents }: LiveViewOptions): LiveView {
  const rate = rateMeter();
  let drawn: readonly string[] = [];

  function redraw(): void {
    const now = snapshot();
    const columns = stream.columns ?? COLUMNS;
    // As many rows as the last view takes now: the terminal may have become narrower since.
    const rows = drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(cellsOf(line) / columns)), 0);
    drawn = panel(now, {
      path,
      perSecond: rate(now.received),
      expected: expectedEvents,
      throttledCalls: throttledCalls(),
      columns,
      style: styled(stream),
    });
    const up = rows === 0 ? "" : `\x1b[${rows}A\x1b[J`;
    stream.write(`${up}${drawn.map((line) => `${line}\n`).join("")}`);
  }

  function printLine(): void {
    const now = snapshot();
    stream.write(`${plainLine(now, rate(now.received), expectedEvents, throttledCalls())}\n`);
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
