/** Numbers as people read them. */

/** `12,345`; with a fraction three figures that count, `0.0123`. */
export function numberText(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString("en");
  const size = Math.abs(value);
  return size >= 100
    ? value.toLocaleString("en", { maximumFractionDigits: 1 })
    : value.toLocaleString("en", { maximumSignificantDigits: 3 });
}

/** `12.3k`, for a chart's axis. */
export function shortText(value: number): string {
  return value.toLocaleString("en", { notation: "compact", maximumSignificantDigits: 3 });
}

/** `0.04 %`; nothing of nothing is no share. */
export function shareText(part: number, whole: number): string {
  if (whole === 0) return "–";
  const percent = (part / whole) * 100;
  if (part > 0 && percent < 0.01) return "< 0.01 %";
  // Not all is never said to be all.
  if (part < whole && percent > 99.99) return "> 99.99 %";
  return `${percent.toLocaleString("en", { maximumFractionDigits: percent < 1 || percent > 99 ? 2 : 1 })} %`;
}

/** `$1.23`, `$0.0042`. */
export function dollarText(usd: number): string {
  const digits =
    usd !== 0 && Math.abs(usd) < 0.1
      ? { maximumSignificantDigits: 2 }
      : { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  return `$${usd.toLocaleString("en", digits)}`;
}

/** `1 event`, `2 events`. */
export function countText(count: number, one: string, several = `${one}s`): string {
  return `${numberText(count)} ${count === 1 ? one : several}`;
}

/** `503 bytes`, `1.4 kB`. */
export function bytesText(bytes: number): string {
  if (bytes < 1_000) return countText(bytes, "byte");
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
