/** History and state as one sink: a row is stored when its history is and the state it leaves is. */
import type { EventSink } from "../ports.ts";
import { type StateWriter, writeState } from "./write-state.ts";

/** History first: a row it refuses must not stand for others in the state. */
export function tablesSink<Token>(history: EventSink, state: StateWriter<Token>): EventSink {
  return {
    async write(rows, deadline) {
      const failures = await history.write(rows, deadline);
      const refused = new Set(failures.filter(({ fate }) => fate.status === "rejected").map(({ index }) => index));
      return [...failures, ...(await writeState(rows, refused, state, deadline))];
    },
  };
}
