/** A span of arrival hour by hour, as lakes are parted. */
import { HOUR_MS } from "../../shared/lake/slices.ts";
import type { Span } from "./transport.ts";

/** The part of each hour that is in the span. */
export function* hoursOf({ fromMs, toMs }: Span): Generator<Span> {
  for (let at = fromMs; at < toMs; ) {
    const next = Math.min(toMs, Math.floor(at / HOUR_MS) * HOUR_MS + HOUR_MS);
    yield { fromMs: at, toMs: next };
    at = next;
  }
}
