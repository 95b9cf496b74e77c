/** The plan's zoom for who has neither wheel nor two fingers at hand. */
import type { FloorPlan } from "./floor-plan.ts";

export const BUTTON_ZOOM = 1.4;

export function PlanButtons({ plan }: { readonly plan: { readonly current: FloorPlan | undefined } }) {
  return (
    <div class="plan-buttons">
      <button type="button" aria-label="Zoom in" title="Zoom in (+)" onClick={() => plan.current?.zoom(BUTTON_ZOOM)}>
        +
      </button>
      <button
        type="button"
        aria-label="Zoom out"
        title="Zoom out (−)"
        onClick={() => plan.current?.zoom(1 / BUTTON_ZOOM)}
      >
        −
      </button>
      <button
        type="button"
        aria-label="Show the whole floor"
        title="Show the whole floor (0)"
        onClick={() => plan.current?.fit()}
      >
        ⤢
      </button>
    </div>
  );
}
