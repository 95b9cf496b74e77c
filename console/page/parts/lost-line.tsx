/** Above figures that are no longer live: how old they are, and what is done about it. */
import type { UsedLive } from "../live/use-live.ts";

export function LostLine({ live }: { readonly live: UsedLive }) {
  if (live.state.value !== "lost") return null;
  return (
    <p class="note warn" role="status">
      <span>
        What stands here is no longer live: {live.failure.value?.message ?? "the connection was lost."} It is tried
        again by itself.
      </span>
      <button type="button" onClick={live.retry}>
        Try now
      </button>
    </p>
  );
}
