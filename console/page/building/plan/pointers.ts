/** Dragging, pinching, turning the wheel and clicking, of mouse, pen and fingers alike. */
export interface PointerActs {
  move(dx: number, dy: number): void;
  zoom(factor: number, px: number, py: number): void;
  /** A click that was no drag. `reachPx`: how far off a finger or a mouse may be. */
  pick(px: number, py: number, reachPx: number): void;
  hover(px: number, py: number): void;
  leave(): void;
}

const CLICK_PX = 5;
const REACH_PX = { mouse: 9, other: 22 } as const;
/** The wheel's own unit is a line in some browsers: https://developer.mozilla.org/docs/Web/API/WheelEvent/deltaMode */
const LINE_PX = 16;
const WHEEL_SPEED = 0.0022;
const DOUBLE_CLICK_ZOOM = 2;

export function listenToPointers(element: HTMLElement, acts: PointerActs): () => void {
  const down = new Map<number, { x: number; y: number }>();
  let dragged = 0;
  const local = (event: MouseEvent) => {
    const { left, top } = element.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const onDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    if (down.size === 0) dragged = 0;
    down.set(event.pointerId, local(event));
    element.setPointerCapture(event.pointerId);
  };
  const onMove = (event: PointerEvent) => {
    const at = local(event);
    const before = down.get(event.pointerId);
    if (before === undefined) {
      if (event.pointerType === "mouse") acts.hover(at.x, at.y);
      return;
    }
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
    if (other === undefined) acts.move(at.x - before.x, at.y - before.y);
    else {
      const span = (point: { readonly x: number; readonly y: number }) =>
        Math.max(Math.hypot(point.x - other.x, point.y - other.y), 1);
      acts.move((at.x - before.x) / 2, (at.y - before.y) / 2);
      acts.zoom(span(at) / span(before), (at.x + other.x) / 2, (at.y + other.y) / 2);
    }
    dragged += Math.hypot(at.x - before.x, at.y - before.y);
    down.set(event.pointerId, at);
  };
  const onUp = (event: PointerEvent) => {
    if (!down.delete(event.pointerId) || dragged > CLICK_PX) return;
    const { x, y } = local(event);
    acts.pick(x, y, event.pointerType === "mouse" ? REACH_PX.mouse : REACH_PX.other);
  };
  const onCancel = (event: PointerEvent) => {
    down.delete(event.pointerId);
    dragged = Number.POSITIVE_INFINITY;
  };
  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    const { x, y } = local(event);
    acts.zoom(Math.exp(-event.deltaY * (event.deltaMode === 1 ? LINE_PX : 1) * WHEEL_SPEED), x, y);
  };
  const onDouble = (event: MouseEvent) => {
    const { x, y } = local(event);
    acts.zoom(DOUBLE_CLICK_ZOOM, x, y);
  };
  const ends = new AbortController();
  const { signal } = ends;
  element.addEventListener("pointerdown", onDown, { signal });
  element.addEventListener("pointermove", onMove, { signal });
  element.addEventListener("pointerup", onUp, { signal });
  element.addEventListener("pointercancel", onCancel, { signal });
  element.addEventListener("pointerleave", acts.leave, { signal });
  element.addEventListener("wheel", onWheel, { signal, passive: false });
  element.addEventListener("dblclick", onDouble, { signal });
  return () => ends.abort();
}
