/** What of a span a transport keeps no more, as a command tells it. */
import { isoTime } from "../iso-time.ts";
import type { Kept, Span, Transport } from "./transport.ts";

/** Of a transport that nobody can tell it of. */
export const allKept: Kept = { sinceMs: 0 };

export interface NotReached {
  /** What arrived before. */
  readonly beforeMs: number;
  /** So many records of the whole past, where they are counted. */
  readonly records?: number;
}

/** `undefined` where all of the span is kept. */
export async function notReached(
  { kept }: Pick<Transport, "kept">,
  { fromMs }: Pick<Span, "fromMs">,
): Promise<NotReached | undefined> {
  const { sinceMs, letGo } = (await kept?.()) ?? allKept;
  if (fromMs >= sinceMs || letGo === 0) return undefined;
  return { beforeMs: sinceMs, ...(letGo !== undefined && { records: letGo }) };
}

/** As `--json` tells it: the time in ISO 8601. */
export function notReachedFacts({ beforeMs, ...facts }: NotReached) {
  return { before: isoTime(beforeMs), ...facts };
}

/** A clause. */
export function notReachedSays({ beforeMs, records }: NotReached): string {
  const since = `the transport keeps what arrived since ${isoTime(beforeMs)}`;
  return records === undefined ? since : `${since} and has let go of ${records} records before it`;
}
