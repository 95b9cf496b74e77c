/** A transport is read through to find one event, so that the span bounds the work. */
const AROUND_MS = 5 * 60_000;

/** From five minutes before to five after where it is known when it came, else what the reader said. */
export function spanAround(
  at: number | undefined,
  from: string,
  to: string,
): { readonly from: string; readonly to: string } {
  if (at === undefined) return { from, to };
  return { from: new Date(at - AROUND_MS).toISOString(), to: new Date(at + AROUND_MS).toISOString() };
}
