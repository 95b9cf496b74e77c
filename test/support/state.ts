/** The state that events leave, in memory: what a store would hold of each subject and aspect. */
import type { Row } from "../../shared/row.ts";
import { foldState } from "../../shared/state/fold.ts";
import { rowOf as rowOfState } from "../../shared/state/merged-state.ts";
import { rowOf } from "./core.ts";

const NOW_MS = Date.UTC(2027, 0, 1);

/** By aspect, of the events' one subject; throws where they are about several. */
export function stateAfter(...events: readonly object[]): Readonly<Record<string, Row>> {
  const writes = foldState(
    events.map((event) => rowOf(event)),
    NOW_MS,
  );
  if (new Set(writes.map(({ key }) => JSON.stringify(key.subject))).size > 1)
    throw new Error("the events are about more than one subject");
  return Object.fromEntries(
    writes.map((write) => [write.key.aspect, write.kind === "replace" ? write.row : rowOfState(write.state)]),
  );
}

/** An event of the type with the payload under `field`; each is newer than the one before. */
export function eventOf(eventType: string, payloads: Readonly<Record<string, unknown>>): object {
  sequence++;
  return {
    recordUid: `event-${sequence}`,
    recordTimestamp: 1_772_467_200_000 + sequence,
    spacesTenantId: "tenant",
    eventType,
    ...payloads,
  };
}

let sequence = 0;
