import { Writable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Snapshot } from "../../local/ledger.ts";
import { startLiveView } from "../../local/live-view.ts";
import { busy, quiet } from "./snapshot.ts";

const ESCAPE = "\u001b[";

/** The rows a terminal shows after what was written: cursor up, erase below, and lines that break at its width. */
function screenOf(written: string, columns: number): readonly string[] {
  const rows: string[] = [];
  const shown = (text: string) => {
    for (const line of stripVTControlCharacters(text).split("\n").slice(0, -1))
      for (let at = 0; at === 0 || at < line.length; at += columns) rows.push(line.slice(at, at + columns));
  };
  const [first = "", ...redrawn] = written.split(`A${ESCAPE}J`);
  let waiting = first;
  for (const next of redrawn) {
    const at = waiting.lastIndexOf(ESCAPE);
    shown(waiting.slice(0, at));
    rows.splice(Math.max(0, rows.length - Number(waiting.slice(at + ESCAPE.length))));
    waiting = next;
  }
  shown(waiting);
  return rows;
}

describe("The live view", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function view(isTTY: boolean, columns: number, snapshot: () => Snapshot) {
    let written = "";
    const stream = new Writable({
      write(chunk, _, done) {
        written += String(chunk);
        done();
      },
    });
    const terminal = Object.assign(stream, { isTTY, columns }) as unknown as NodeJS.WriteStream;
    const started = startLiveView({
      stream: terminal,
      path: "Kinesis → function → DynamoDB and the lake",
      snapshot,
      throttledCalls: () => 12,
      expectedEvents: 100,
    });
    return { ...started, terminal, written: () => written };
  }

  it("is drawn once on a terminal of 60 columns, however often it is redrawn", () => {
    const { end, written } = view(true, 60, () => busy);
    vi.advanceTimersByTime(3_000);
    end();
    const screen = screenOf(written(), 60);
    expect(screen.filter((row) => row.includes("Cisco Spaces"))).toHaveLength(1);
    expect(screen.filter((row) => row.includes("outcomes"))).toHaveLength(1);
  });

  it("is drawn once on a terminal that becomes narrower", () => {
    const { end, terminal, written } = view(true, 120, () => busy);
    terminal.columns = 60;
    vi.advanceTimersByTime(1_000);
    end();
    expect(screenOf(written(), 60).filter((row) => row.includes("outcomes"))).toHaveLength(1);
  });

  it("is plain lines elsewhere, which tell of throttling and redelivery", () => {
    const { end, written } = view(false, 0, () => ({
      ...quiet,
      redeliveredRecords: 7,
      retryReason: "it is throttled",
    }));
    vi.advanceTimersByTime(2_000);
    end();
    const lines = written().trim().split("\n");
    expect(lines).toHaveLength(2);
    for (const line of lines)
      expect(line).toContain("12 calls throttled by the database, 7 records delivered again (last: it is throttled)");
  });
});
