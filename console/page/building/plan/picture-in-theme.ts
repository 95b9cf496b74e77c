/** A map's picture as it is on a light page; on a dark one turned to dark, its hues kept, so that dots stand out from it. */
import { colourOf } from "../../theme.ts";

export function pictureInTheme(picture: HTMLImageElement): CanvasImageSource {
  if (!isDark(colourOf("--surface"))) return picture;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [picture.naturalWidth, picture.naturalHeight];
  const context = canvas.getContext("2d") as CanvasRenderingContext2D;
  context.filter = "invert(0.9) hue-rotate(180deg)";
  context.drawImage(picture, 0, 0);
  return canvas;
}

/** Of a colour as browsers compute it, `rgb(1, 2, 3)`. */
function isDark(colour: string): boolean {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return red + green + blue < 384;
}
