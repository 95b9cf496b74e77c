/**
 * The dots of a frame. Squares, which most dots are, are filled as boxes; the other forms are copied from the sheet. In a
 * browser without a graphics card a box costs a tenth of a copy.
 */
import { colourOf } from "../../theme.ts";
import { ageLevel, FILLINGS } from "../floor/age.ts";
import type { Dots } from "../floor/dots.ts";
import { groups } from "../floor/groups.ts";
import { drawSprites } from "./sprites.ts";

interface Placing {
  /** Device pixels a foot, and where the floor's corner is. */
  readonly scale: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly nowMs: number;
  readonly areGroupsShown: readonly boolean[];
}

export type DrawDots = (context: CanvasRenderingContext2D, dots: Dots, placing: Placing) => void;

export function dotDrawing(radiusPx: number, ratio: number): DrawDots {
  const { sheet, side, radius } = drawSprites(radiusPx, ratio);
  const ground = colourOf("--surface");
  let level = new Uint8Array(0);

  function copies(context: CanvasRenderingContext2D, dots: Dots, placing: Placing, group: number) {
    const [left, top] = [placing.x - side / 2, placing.y - side / 2];
    for (let at = 0; at < dots.count; at++) {
      if (dots.group[at] !== group) continue;
      const px = Math.round((dots.x[at] as number) * placing.scale + left);
      const py = Math.round((dots.y[at] as number) * placing.scale + top);
      if (px < -side || py < -side || px > placing.width || py > placing.height) continue;
      context.drawImage(sheet, (level[at] as number) * side, group * side, side, side, px, py, side, side);
    }
  }

  const half = Math.round(radius * 0.86);
  const edge = Math.max(1, Math.round(radius / 4));
  const inks = groups.map(({ colour }) => colourOf(colour));
  const fillings = inks.map((ink) => FILLINGS.map((filling) => mixed(ink, ground, filling)));

  function boxes(context: CanvasRenderingContext2D, dots: Dots, placing: Placing, group: number) {
    for (let own = FILLINGS.length - 1; own >= 0; own--) {
      for (let layer = 0; layer < LAYERS; layer++) {
        const reach = half + edge * (1 - layer);
        context.fillStyle = (layer === 0 ? ground : layer === 1 ? inks[group] : fillings[group]?.[own]) ?? ground;
        for (let at = 0; at < dots.count; at++) {
          if (dots.group[at] !== group || level[at] !== own) continue;
          const px = Math.round((dots.x[at] as number) * placing.scale + placing.x);
          const py = Math.round((dots.y[at] as number) * placing.scale + placing.y);
          if (px < -side || py < -side || px > placing.width + side || py > placing.height + side) continue;
          context.fillRect(px - reach, py - reach, 2 * reach, 2 * reach);
        }
      }
    }
  }

  return (context, dots, placing) => {
    if (level.length < dots.count) level = new Uint8Array(dots.x.length);
    for (let at = 0; at < dots.count; at++) level[at] = ageLevel(dots.seenAtMs[at] as number, placing.nowMs);
    // The last group first: people are on top.
    for (let group = groups.length - 1; group >= 0; group--) {
      if (!placing.areGroupsShown[group]) continue;
      const draw = groups[group]?.shape === "square" ? boxes : copies;
      draw(context, dots, placing, group);
    }
  };
}

/** Its own ground, its edge, its filling. */
const LAYERS = 3;

/** Of two colours as browsers compute them, `rgb(1, 2, 3)`. */
function mixed(ink: string, ground: string, share: number): string {
  const [one, other] = [ink, ground].map((colour) => (colour.match(/[\d.]+/g) ?? []).map(Number)) as [
    number[],
    number[],
  ];
  return `rgb(${[0, 1, 2].map((at) => Math.round((one[at] ?? 0) * share + (other[at] ?? 0) * (1 - share))).join(", ")})`;
}
