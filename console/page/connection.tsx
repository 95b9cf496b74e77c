/** Whether what is shown is live, in a word; said aloud when it changes. */
import { connection } from "./live/live.ts";

const words = {
  live: "Live",
  connecting: "Connecting",
  lost: "Not live",
  resting: "Resting",
} as const;

export function Connection() {
  const state = connection.value;
  return (
    <span class="connection" role="status" data-state={state ?? "none"}>
      {state === undefined ? "" : words[state]}
    </span>
  );
}
