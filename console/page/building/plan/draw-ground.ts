/** What stands still under the dots: the map's picture or the floor's outline, the grid, the heat, where somebody has been, the scale. */
import { colourOf } from "../../theme.ts";
import type { PathPoint } from "../subject/path.ts";
import type { Heat } from "./heat.ts";
import { roundStep } from "./round-step.ts";
import type { Extent, Size, View } from "./view.ts";

const METRES_PER_FOOT = 0.3048;
const LEAST_GRID_PX = 14;
const STRONG_EVERY = 5;
/** Of the text's height. */
const LEAST_BAR = 6;

export interface Ground {
  readonly view: View;
  readonly size: Size;
  /** Device pixels a CSS pixel. */
  readonly ratio: number;
  readonly fontPx: number;
  readonly extent: Extent;
  readonly picture?: CanvasImageSource;
  readonly heat?: HTMLCanvasElement;
  readonly path: readonly PathPoint[];
}

export function drawGround(context: CanvasRenderingContext2D, ground: Ground): void {
  const { view, size, ratio, extent, picture, heat } = ground;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
  const left = extent.left * view.scale + view.x;
  const top = extent.top * view.scale + view.y;
  const width = (extent.right - extent.left) * view.scale;
  const height = (extent.bottom - extent.top) * view.scale;
  context.fillStyle = colourOf("--surface");
  context.fillRect(left, top, width, height);
  if (picture === undefined) drawGrid(context, ground);
  else context.drawImage(picture, left, top, width, height);
  if (heat !== undefined) {
    context.imageSmoothingQuality = "high";
    context.drawImage(heat, left, top, width, height);
  }
  context.strokeStyle = colourOf("--line-strong");
  context.lineWidth = 1.5;
  context.strokeRect(left, top, width, height);
  drawPath(context, ground);
  drawScaleBar(context, ground);
}

/** Only over the floor, and only as fine as it can be read. */
function drawGrid(context: CanvasRenderingContext2D, { view: { scale, x, y }, extent, size }: Ground): void {
  const step = roundStep(LEAST_GRID_PX / scale);
  const line = colourOf("--line");
  const [fromX, toX] = [Math.max(extent.left, -x / scale), Math.min(extent.right, (size.width - x) / scale)];
  const [fromY, toY] = [Math.max(extent.top, -y / scale), Math.min(extent.bottom, (size.height - y) / scale)];
  context.lineWidth = 1;
  context.strokeStyle = line;
  for (const isStrong of [false, true]) {
    context.globalAlpha = isStrong ? 0.9 : 0.35;
    context.beginPath();
    for (let at = Math.ceil(fromX / step); at * step <= toX; at++) {
      if ((at % STRONG_EVERY === 0) !== isStrong) continue;
      const px = Math.round(at * step * scale + x) + 0.5;
      context.moveTo(px, fromY * scale + y);
      context.lineTo(px, toY * scale + y);
    }
    for (let at = Math.ceil(fromY / step); at * step <= toY; at++) {
      if ((at % STRONG_EVERY === 0) !== isStrong) continue;
      const px = Math.round(at * step * scale + y) + 0.5;
      context.moveTo(fromX * scale + x, px);
      context.lineTo(toX * scale + x, px);
    }
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** Older steps are fainter, and each step has its point. */
function drawPath(context: CanvasRenderingContext2D, { path, view: { scale, x, y } }: Ground): void {
  if (path.length === 0) return;
  const ink = colourOf("--accent");
  context.strokeStyle = context.fillStyle = ink;
  context.lineWidth = 2;
  context.lineJoin = "round";
  for (const [at, point] of path.entries()) {
    context.globalAlpha = 0.25 + (0.75 * (at + 1)) / path.length;
    const [px, py] = [point.xFt * scale + x, point.yFt * scale + y];
    const before = path[at - 1];
    if (before !== undefined) {
      context.beginPath();
      context.moveTo(before.xFt * scale + x, before.yFt * scale + y);
      context.lineTo(px, py);
      context.stroke();
    }
    context.beginPath();
    context.arc(px, py, at === 0 ? 4 : 2.5, 0, 2 * Math.PI);
    context.fill();
  }
  context.globalAlpha = 1;
}

function drawScaleBar(context: CanvasRenderingContext2D, { view: { scale }, size, fontPx }: Ground): void {
  const feet = roundStep((LEAST_BAR * fontPx) / scale);
  const metres = feet * METRES_PER_FOOT;
  const text = `${feet} ft · ${metres < 10 ? metres.toFixed(1) : Math.round(metres)} m`;
  const [left, bottom, width] = [fontPx + 0.5, size.height - fontPx - 0.5, feet * scale];
  context.font = `${fontPx}px system-ui, sans-serif`;
  const half = fontPx / 2;
  context.globalAlpha = 0.85;
  context.fillStyle = colourOf("--surface");
  context.fillRect(
    left - half,
    bottom - 2.2 * fontPx,
    Math.max(width, context.measureText(text).width) + fontPx,
    2.7 * fontPx,
  );
  context.globalAlpha = 1;
  context.strokeStyle = context.fillStyle = colourOf("--ink-quiet");
  context.lineWidth = fontPx / 8;
  context.beginPath();
  context.moveTo(left, bottom - half);
  context.lineTo(left, bottom);
  context.lineTo(left + width, bottom);
  context.lineTo(left + width, bottom - half);
  context.stroke();
  context.textBaseline = "alphabetic";
  context.fillText(text, left, bottom - 0.8 * fontPx);
}

/** From clear over amber to red, never so dense that what is under it is gone. */
export function heatPicture(heat: Heat): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [heat.width, heat.height];
  const context = canvas.getContext("2d") as CanvasRenderingContext2D;
  const image = context.createImageData(heat.width, heat.height);
  for (const [at, cell] of heat.cells.entries()) {
    const share = Math.min(cell, 1);
    image.data[at * 4] = 240 - 40 * share;
    image.data[at * 4 + 1] = 170 - 140 * share;
    image.data[at * 4 + 2] = 40;
    image.data[at * 4 + 3] = 200 * Math.min(share * 1.4, 1) * (share < 0.04 ? share / 0.04 : 1);
  }
  context.putImageData(image, 0, 0);
  return canvas;
}
