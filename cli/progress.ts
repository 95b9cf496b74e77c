/** How far a long command is, on standard error: one line that is written over on a terminal, a line now and then elsewhere. */
const TERMINAL_EVERY_MS = 200;
const LOG_EVERY_MS = 10_000;

export interface Progress {
  /** May be called for every record: `line` is asked for when it is time to show one. */
  tell(line: () => string): void;
  /** Takes the line away. */
  end(): void;
}

export function newProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  const everyMs = stream.isTTY ? TERMINAL_EVERY_MS : LOG_EVERY_MS;
  let toldAtMs = Date.now();
  return {
    tell(line) {
      const nowMs = Date.now();
      if (nowMs - toldAtMs < everyMs) return;
      toldAtMs = nowMs;
      stream.write(stream.isTTY ? `\r\u001b[2K${line()}` : `${line()}\n`);
    },
    end() {
      if (stream.isTTY) stream.write("\r\u001b[2K");
    },
  };
}
