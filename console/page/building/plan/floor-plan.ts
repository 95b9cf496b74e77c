/**
 * A floor on two canvases: what stands still, drawn when it changes, and over it the dots, drawn while they move. A frame
 * draws boxes and copies prepared pictures, in one pass; where nothing changes, no frame is drawn.
 */
import { colourOf } from "../../theme.ts";
import { type Dots, nearest } from "../floor/dots.ts";
import { groups } from "../floor/groups.ts";
import type { PathPoint } from "../subject/path.ts";
import { type DrawDots, dotDrawing } from "./draw-dots.ts";
import { drawGround, heatPicture } from "./draw-ground.ts";
import { extentOf } from "./extent.ts";
import { heatOf } from "./heat.ts";
import { type LabelSprites, labelSprites } from "./label-sprites.ts";
import { labelStart } from "./label-start.ts";
import { pictureInTheme } from "./picture-in-theme.ts";
import { type Extent, fitTo, held, moved, type Size, type View, viewOf, viewText, zoomed } from "./view.ts";

interface PlanMark {
  readonly text: string;
  readonly xFt: number;
  readonly yFt: number;
}

/** All that is shown besides the dots; a part that is not said stays. */
interface PlanLook {
  readonly map: { readonly widthFt: number; readonly lengthFt: number } | undefined;
  readonly picture: HTMLImageElement | undefined;
  readonly marks: readonly PlanMark[];
  readonly path: readonly PathPoint[];
  readonly selected: string | undefined;
  /** By pointer or by the list beside it. */
  readonly pointed: string | undefined;
  readonly isHeatShown: boolean;
  /** In the order of `groups`. */
  readonly areGroupsShown: readonly boolean[];
}

export interface FloorPlan {
  look(changes: Partial<PlanLook>): void;
  /** Dots have changed, or time has passed. */
  wake(): void;
  /** The dot under a point of the canvas. */
  at(px: number, py: number, reachPx: number): string | undefined;
  /** Where a dot is shown, CSS pixels. */
  placeOf(key: string): { readonly x: number; readonly y: number } | undefined;
  zoom(factor: number, px?: number, py?: number): void;
  move(dx: number, dy: number): void;
  /** All of it, and again whenever its size changes. */
  fit(): void;
  /** As the address says it; empty for the fitted one. */
  viewText(): string;
  showView(text: string): void;
  resize(size: Size): void;
  /** After a change of colours. */
  repaint(): void;
  close(): void;
}

interface PlanOptions {
  readonly ground: HTMLCanvasElement;
  readonly top: HTMLCanvasElement;
  readonly dots: Dots;
  /** The floor's own time, epoch ms. */
  nowMs(): number;
  /** On a wall all is larger. */
  readonly isKiosk: boolean;
  onView(text: string): void;
}

const MARGIN_PX = 16;
const HEAT_EVERY_MS = 500;
/** From here on dots are smaller, so that they stay apart. */
const CROWD = 1_200;

export function floorPlan({ ground, top, dots, nowMs, isKiosk, onView }: PlanOptions): FloorPlan {
  const groundContext = ground.getContext("2d") as CanvasRenderingContext2D;
  const context = top.getContext("2d") as CanvasRenderingContext2D;
  let shown: PlanLook = {
    map: undefined,
    picture: undefined,
    marks: [],
    path: [],
    selected: undefined,
    pointed: undefined,
    isHeatShown: false,
    areGroupsShown: groups.map(() => true),
  };
  let size: Size = { width: 0, height: 0 };
  let ratio = 1;
  let [dotPx, fontPx] = [0, 0];
  let extent: Extent = extentOf(undefined, dots);
  let fitted: View = { scale: 1, x: 0, y: 0 };
  let view = fitted;
  let isFitted = true;
  let wanted = "";
  let picture: CanvasImageSource | undefined;
  let drawDots: DrawDots | undefined;
  let labels: LabelSprites | undefined;
  let rings: { readonly ground: string; readonly pointed: string; readonly selected: string } | undefined;
  let isCrowd = false;
  let heat: HTMLCanvasElement | undefined;
  let heatAtMs = 0;
  let isGroundStale = true;
  let frame = 0;

  function draw(atMs: number): void {
    frame = 0;
    if (size.width === 0) return;
    const goesOn = dots.step(atMs);
    fitToDots();
    if (shown.isHeatShown && (heat === undefined || atMs - heatAtMs >= HEAT_EVERY_MS)) {
      heat = heatPicture(heatOf(dots, extent, nowMs()));
      heatAtMs = atMs;
      isGroundStale = true;
    }
    if (isGroundStale) {
      const { path, isHeatShown } = shown;
      picture ??= shown.picture && pictureInTheme(shown.picture);
      drawGround(groundContext, {
        view,
        size,
        ratio,
        extent,
        fontPx,
        path,
        ...(picture && { picture }),
        ...(isHeatShown && heat && { heat }),
      });
      isGroundStale = false;
    }
    drawTop();
    if (goesOn) wake();
  }

  function drawTop(): void {
    if (isCrowd !== dots.count > CROWD) [isCrowd, drawDots] = [!isCrowd, undefined];
    drawDots ??= dotDrawing(isCrowd ? dotPx * 0.75 : dotPx, ratio);
    const scale = view.scale * ratio;
    const { width, height } = top;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    const { areGroupsShown } = shown;
    const [x, y] = [view.x * ratio, view.y * ratio];
    drawDots(context, dots, { scale, x, y, width, height, nowMs: nowMs(), areGroupsShown });
    labels ??= labelSprites(fontPx, ratio);
    for (const { text, xFt, yFt } of shown.marks) {
      const label = labels.of(text);
      const left = labelStart(xFt * scale + x, label.width, width, ratio);
      const above = labelStart(yFt * scale + y, label.height, height, ratio);
      if (left !== undefined && above !== undefined) context.drawImage(label, left, above);
    }
    rings ??= { ground: colourOf("--surface"), pointed: colourOf("--ink"), selected: colourOf("--accent") };
    ring(shown.pointed, rings.pointed, 1.5, rings.ground);
    ring(shown.selected, rings.selected, 3, rings.ground);
  }

  function ring(key: string | undefined, colour: string, width: number, halo: string): void {
    const at = key === undefined ? undefined : dots.indexOf(key);
    if (at === undefined) return;
    context.beginPath();
    const [x, y] = [(dots.x[at] as number) * view.scale + view.x, (dots.y[at] as number) * view.scale + view.y];
    context.arc(x * ratio, y * ratio, (dotPx + 5) * ratio, 0, 2 * Math.PI);
    context.strokeStyle = halo;
    context.lineWidth = (width + 2) * ratio;
    context.stroke();
    context.strokeStyle = colour;
    context.lineWidth = width * ratio;
    context.stroke();
  }

  function fitToDots(): void {
    const next = extentOf(shown.map, dots, shown.map === undefined ? extent : undefined);
    if (same(next, extent)) return;
    extent = next;
    heat = undefined;
    refit();
  }

  function refit(): void {
    fitted = fitTo(extent, size, MARGIN_PX);
    const asked = wanted === "" ? undefined : viewOf(wanted, size, fitted);
    if (asked !== undefined) {
      view = held(asked, extent, size);
      isFitted = false;
    } else if (isFitted) view = fitted;
    isGroundStale = true;
  }

  function look(next: View, fits: boolean): void {
    view = fits ? next : held(next, extent, size);
    isFitted = fits;
    isGroundStale = true;
    wanted = viewText(view, size, fitted);
    onView(wanted);
    wake();
  }

  function wake(): void {
    if (frame === 0) frame = requestAnimationFrame(draw);
  }

  return {
    wake,
    look(changes) {
      const before = shown;
      shown = { ...shown, ...changes };
      // The top is drawn anyway.
      isGroundStale ||= groundParts.some((part) => shown[part] !== before[part]);
      if (shown.isHeatShown && !before.isHeatShown) heat = undefined;
      if (before.picture !== shown.picture) picture = undefined;
      if (before.map !== shown.map) fitToDots();
      wake();
    },
    at(px, py, reachPx) {
      const found = nearest(dots, (px - view.x) / view.scale, (py - view.y) / view.scale, reachPx / view.scale);
      if (found === undefined || !shown.areGroupsShown[dots.group[found] as number]) return undefined;
      return dots.keyAt(found);
    },
    placeOf(key) {
      const at = dots.indexOf(key);
      if (at === undefined) return undefined;
      return {
        x: (dots.x[at] as number) * view.scale + view.x,
        y: (dots.y[at] as number) * view.scale + view.y,
      };
    },
    zoom: (factor, px = size.width / 2, py = size.height / 2) => look(zoomed(view, factor, px, py, fitted), false),
    move: (dx, dy) => look(moved(view, dx, dy), false),
    fit: () => look(fitted, true),
    viewText: () => wanted,
    showView(text) {
      if (text === wanted) return;
      wanted = text;
      isFitted = text === "";
      refit();
      wake();
    },
    resize(next) {
      size = next;
      ratio = devicePixelRatio;
      dotPx = isKiosk ? Math.max(size.height / 110, 4) : Math.min(Math.max(size.width / 160, 2.5), 4.5);
      fontPx = isKiosk ? Math.max(size.height / 45, 12) : 12;
      for (const canvas of [ground, top]) {
        canvas.width = Math.round(size.width * ratio);
        canvas.height = Math.round(size.height * ratio);
      }
      [drawDots, labels] = [undefined, undefined];
      refit();
      wake();
    },
    repaint() {
      [picture, drawDots, labels, rings, isGroundStale] = [undefined, undefined, undefined, undefined, true];
      wake();
    },
    close: () => cancelAnimationFrame(frame),
  };
}

const groundParts = ["map", "picture", "path", "isHeatShown"] as const;

function same(one: Extent, other: Extent): boolean {
  return one.left === other.left && one.top === other.top && one.right === other.right && one.bottom === other.bottom;
}
