/** A group's form and colour, as the plan draws it. */
import type { Shape } from "./groups.ts";

const forms: Readonly<Record<Shape, string>> = {
  circle: "M6 1.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9Z",
  square: "M2 2h8v8H2Z",
  diamond: "M6 .8 11.2 6 6 11.2.8 6Z",
  triangle: "M6 1 11 10.2H1Z",
};

export function Mark({ shape, isHollow = false }: { readonly shape: Shape; readonly isHollow?: boolean }) {
  return (
    <svg
      class="shape"
      data-shape={shape}
      data-hollow={isHollow}
      viewBox="0 0 12 12"
      width="12"
      height="12"
      aria-hidden="true"
    >
      <path d={forms[shape]} />
    </svg>
  );
}
