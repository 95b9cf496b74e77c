/** Zones' names drawn once each, to be copied every frame. */
import { colourOf } from "../../theme.ts";

export interface LabelSprites {
  of(text: string): HTMLCanvasElement;
}

/** More are not on a floor; a wall screen that runs for weeks forgets those of before. */
const MOST = 200;

export function labelSprites(fontPx: number, ratio: number): LabelSprites {
  const sprites = new Map<string, HTMLCanvasElement>();
  const [ink, ground, line] = ["--ink", "--surface", "--line-strong"].map(colourOf) as [string, string, string];
  const font = `600 ${fontPx * ratio}px system-ui, sans-serif`;
  const padding = Math.round(fontPx * 0.45 * ratio);
  function draw(text: string): HTMLCanvasElement {
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d") as CanvasRenderingContext2D;
    context.font = font;
    canvas.width = Math.ceil(context.measureText(text).width) + 2 * padding;
    canvas.height = Math.ceil(fontPx * 1.5 * ratio);
    context.font = font;
    context.globalAlpha = 0.88;
    context.fillStyle = ground;
    context.beginPath();
    context.roundRect(0.5, 0.5, canvas.width - 1, canvas.height - 1, 3 * ratio);
    context.fill();
    context.strokeStyle = line;
    context.globalAlpha = 0.5;
    context.stroke();
    context.globalAlpha = 1;
    context.fillStyle = ink;
    context.textBaseline = "middle";
    context.fillText(text, padding, canvas.height / 2 + ratio / 2);
    return canvas;
  }
  return {
    of(text) {
      let sprite = sprites.get(text);
      if (sprite === undefined) {
        if (sprites.size >= MOST) sprites.clear();
        sprite = draw(text);
        sprites.set(text, sprite);
      }
      return sprite;
    },
  };
}
