/** Which part of a floor is seen, and how large: a point in pixels is its feet times `scale`, moved by `x` and `y`. */
export interface View {
  /** CSS pixels a foot. */
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Feet from the map's upper left corner. */
export interface Extent {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Against the fitted view. */
const LEAST_ZOOM = 0.5;
const GREATEST_ZOOM = 40;

/** All of it, in the middle, as large as it goes. */
export function fitTo({ left, top, right, bottom }: Extent, { width, height }: Size, marginPx: number): View {
  const scale = Math.max(
    Math.min((width - 2 * marginPx) / (right - left), (height - 2 * marginPx) / (bottom - top)),
    0.01,
  );
  return {
    scale,
    x: (width - (left + right) * scale) / 2,
    y: (height - (top + bottom) * scale) / 2,
  };
}

/** The point under `px`, `py` stays there. */
export function zoomed(view: View, factor: number, px: number, py: number, fitted: View): View {
  const scale = Math.min(Math.max(view.scale * factor, fitted.scale * LEAST_ZOOM), fitted.scale * GREATEST_ZOOM);
  const by = scale / view.scale;
  return { scale, x: px - (px - view.x) * by, y: py - (py - view.y) * by };
}

export function moved({ scale, x, y }: View, dx: number, dy: number): View {
  return { scale, x: x + dx, y: y + dy };
}

/** The middle of the window always shows some of the floor: nobody gets lost in the void. */
export function held({ scale, x, y }: View, { left, top, right, bottom }: Extent, { width, height }: Size): View {
  const between = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);
  return {
    scale,
    x: between(x, width / 2 - right * scale, width / 2 - left * scale),
    y: between(y, height / 2 - bottom * scale, height / 2 - top * scale),
  };
}

/** As an address says it: the feet in the middle and the zoom against the fitted view, `120,60,2.5`. */
export function viewText(view: View, { width, height }: Size, fitted: View): string {
  if (view.scale === fitted.scale && view.x === fitted.x && view.y === fitted.y) return "";
  const [x, y] = [(width / 2 - view.x) / view.scale, (height / 2 - view.y) / view.scale];
  return [x.toFixed(1), y.toFixed(1), (view.scale / fitted.scale).toFixed(2)].join(",");
}

/** Undefined for what says none. */
export function viewOf(text: string, { width, height }: Size, fitted: View): View | undefined {
  const [x, y, zoom] = text.split(",").map(Number);
  if (x === undefined || y === undefined || zoom === undefined) return undefined;
  if (![x, y, zoom].every(Number.isFinite)) return undefined;
  const scale = fitted.scale * Math.min(Math.max(zoom, LEAST_ZOOM), GREATEST_ZOOM);
  return { scale, x: width / 2 - x * scale, y: height / 2 - y * scale };
}
