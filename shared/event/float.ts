/**
 * The decimal a 32-bit float was written from: 372.79483 and not 372.79483032226562. Both encodings pass their float
 * fields through here, so that JSON and protobuf of one event give the same number.
 */
export function shortestFloat(value: number): number {
  const single = Math.fround(value);
  if (single === Math.trunc(single) || !Number.isFinite(single)) return single;
  // Positions and readings have few decimals: this hits nearly always, and costs less than printing.
  for (let scale = 10; scale <= 1e5; scale *= 10) {
    const rounded = Math.round(single * scale) / scale;
    if (Math.fround(rounded) === single) return rounded;
  }
  for (let digits = 6; digits < 9; digits++) {
    const candidate = Number(single.toPrecision(digits));
    if (Math.fround(candidate) === single) return candidate;
  }
  return Number(single.toPrecision(9));
}
