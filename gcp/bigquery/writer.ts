/** Appends rows over a connection that is kept while it is used, and made anew when it may be dead. */
import { inTime } from "../../runtime/in-time.ts";
import type { Deadline } from "../../shared/ports.ts";
import type { AppendAnswer, Connection } from "./connection.ts";

export interface RowsWriter {
  /**
   * Answers the places of the rows that the table can never take; where there are any, none of the others is appended,
   * either. Rejects with a status of gRPC's or with what no status came for.
   */
  append(serializedRows: readonly Uint8Array[], deadline: Deadline): Promise<readonly number[]>;
  close(): void;
}

interface WriterOptions {
  readonly connect: () => Promise<Connection>;
  readonly nowMs: () => number;
}

/**
 * The processor of an instance on Cloud Run sleeps between requests, and BigQuery closes what is idle for ten minutes: after
 * this long nobody knows what became of a connection, and a request would wait for an answer that never comes.
 */
const MAX_IDLE_MS = 60_000;
/** An append is answered in well under a second; what takes so long has lost its connection. */
const MAX_APPEND_MS = 10_000;

export class AppendFailed extends Error {
  override readonly name = "AppendFailed";
  /** Of gRPC. */
  readonly code: number;
  constructor(code: number) {
    super(`BigQuery answered status ${code}`);
    this.code = code;
  }
}

class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

/** The caller waits no longer; its answer may still come, and is matched to its request as every other's. */
class NoTimeLeft extends Error {
  override readonly name = "NoTimeLeft";
}

interface Kept {
  readonly opening: Promise<Connection>;
  opened?: Connection;
}

export function rowsWriter({ connect, nowMs }: WriterOptions): RowsWriter {
  let current: Kept | undefined;
  let usedAtMs = 0;

  function kept(): Kept {
    const { opened } = current ?? {};
    const isIdle = nowMs() - usedAtMs > MAX_IDLE_MS;
    if (current !== undefined && opened !== undefined && (isIdle || !opened.isOpen())) drop(current);
    current ??= open();
    usedAtMs = nowMs();
    return current;
  }

  function open(): Kept {
    const one: Kept = { opening: connect() };
    one.opening.then((opened) => Object.assign(one, { opened })).catch(() => undefined);
    return one;
  }

  function drop(one: Kept): void {
    if (current === one) current = undefined;
    one.opening.then((opened) => opened.close()).catch(() => undefined);
  }

  return {
    async append(serializedRows, deadline) {
      const one = kept();
      const leftMs = deadline.remainingMs();
      const late = () => (leftMs < MAX_APPEND_MS ? new NoTimeLeft() : new NoAnswer());
      const call = async () => (await one.opening).append(serializedRows);
      try {
        const answer = await inTime(Math.min(MAX_APPEND_MS, leftMs), call, late);
        return refusedRows(answer, serializedRows.length);
      } catch (error) {
        // Others wait on the connection, which an answer that says no, or a caller's own time, leaves as good as it was.
        if (!(error instanceof AppendFailed || error instanceof NoTimeLeft)) drop(one);
        throw error;
      }
    },
    close() {
      if (current !== undefined) drop(current);
    },
  };
}

/** With errors of rows the whole request is refused; their messages quote values and are not read. */
function refusedRows({ error, rowErrors }: AppendAnswer, count: number): readonly number[] {
  const places = new Set((rowErrors ?? []).map(({ index }) => Number(index)));
  const known = [...places].filter((place) => place >= 0 && place < count);
  if (known.length > 0) return known;
  if (error !== undefined && error !== null && error.code !== 0) throw new AppendFailed(Number(error.code));
  return [];
}
