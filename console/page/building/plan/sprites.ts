/** Dots drawn once each, by group and age, to be copied thousands of times a frame. */
import { colourOf } from "../../theme.ts";
import { FILLINGS } from "../floor/age.ts";
import { groups, type Shape } from "../floor/groups.ts";

export interface Sprites {
  readonly sheet: HTMLCanvasElement;
  /** Of one sprite in the sheet, in device pixels; they stand by age from left to right, by group from top to bottom. */
  readonly side: number;
  readonly radius: number;
}

export function drawSprites(radiusPx: number, ratio: number): Sprites {
  const radius = radiusPx * ratio;
  const edge = Math.max(1.25 * ratio, radius / 4);
  const side = Math.ceil((radius + edge) * 2.4);
  const sheet = document.createElement("canvas");
  sheet.width = side * FILLINGS.length;
  sheet.height = side * groups.length;
  const context = sheet.getContext("2d") as CanvasRenderingContext2D;
  const ground = colourOf("--surface");
  for (const [row, { shape, colour }] of groups.entries()) {
    const ink = colourOf(colour);
    for (const [column, filling] of FILLINGS.entries()) {
      const [x, y] = [(column + 0.5) * side, (row + 0.5) * side];
      context.beginPath();
      trace(context, shape, x, y, radius);
      // Its own ground, so that crowded dots stay apart and the map does not shine through.
      context.globalAlpha = 0.85;
      context.fillStyle = context.strokeStyle = ground;
      context.lineWidth = edge * 2;
      context.stroke();
      context.fill();
      context.globalAlpha = filling;
      context.fillStyle = ink;
      context.fill();
      context.globalAlpha = 1;
      context.strokeStyle = ink;
      context.lineWidth = edge * 0.8;
      context.stroke();
    }
  }
  return { sheet, side, radius };
}

/** Of the same weight to the eye, whatever its form. */
function trace(context: CanvasRenderingContext2D, shape: Shape, x: number, y: number, radius: number): void {
  if (shape === "circle") context.arc(x, y, radius, 0, 2 * Math.PI);
  else if (shape === "square") {
    const half = radius * 0.86;
    context.rect(x - half, y - half, 2 * half, 2 * half);
  } else if (shape === "diamond") {
    const half = radius * 1.2;
    context.moveTo(x, y - half);
    context.lineTo(x + half, y);
    context.lineTo(x, y + half);
    context.lineTo(x - half, y);
    context.closePath();
  } else {
    context.moveTo(x, y - radius * 1.1);
    context.lineTo(x + radius * 1.15, y + radius * 0.85);
    context.lineTo(x - radius * 1.15, y + radius * 0.85);
    context.closePath();
  }
}
