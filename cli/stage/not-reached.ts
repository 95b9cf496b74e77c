/** What of a span a transport keeps no more, as a command tells it. */
import type { Kept, Span, Transport } from "./transport.ts";

/** Of a transport that nobody can tell it of. */
export const allKept: Kept = { sinceMs: 0 };

export interface NotReached {
  /** What arrived before, ISO 8601. */
  readonly before: string;
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
  return { before: new Date(sinceMs).toISOString(), ...(letGo !== undefined && { records: letGo }) };
}

/** A clause. */
export function notReachedSays({ before, records }: NotReached): string {
  const since = `the transport keeps what arrived since ${before}`;
  return records === undefined ? since : `${since} and has let go of ${records} records before it`;
}
