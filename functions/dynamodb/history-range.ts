/** The least and the greatest sort key of the times between, both included. */
export function historyRange(fromMs: number, toMs: number): readonly [string, string] {
  return [`${fromMs}#`, `${toMs}#~`];
}
