/** A transport is read through to find one event, so that the span bounds the work. */
import { parseMoment } from "../../text/moment.ts";

const AROUND_MS = 5 * 60_000;

interface Span {
  readonly from?: string;
  readonly to?: string;
}

/** Epoch ms. From five minutes before to five after where it is known when it came, else what the reader said. */
export function spanAround(at: number | undefined, from: string, to: string): Span {
  if (at !== undefined) return { from: String(at - AROUND_MS), to: String(at + AROUND_MS) };
  return { from: msText(from), to: msText(to) };
}

/** What is no moment stays as it is: the server says so. */
function msText(text: string): string {
  return text === "" ? "" : String(parseMoment(text) ?? text);
}
