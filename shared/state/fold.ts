/** A batch's rows → the fewest writes that leave the state they leave: one per subject and aspect. */
import type { Row } from "../row.ts";
import { type Aspect, aspectsOf, mergesReadings } from "./aspects.ts";
import { subjectKey, versionOf } from "./keys.ts";
import { join, type MergedState, mergedStateOf } from "./merged-state.ts";

/** `sources` are the indexes of the rows that are lost if this write is: they share its fate. */
export type StateWrite = {
  readonly pk: string;
  readonly aspect: Aspect;
  readonly version: string;
  readonly sources: readonly number[];
} & ({ readonly kind: "replace"; readonly row: Row } | { readonly kind: "merge"; readonly state: MergedState });

/** In the order in which the subjects first come. `nowMs` is the receiver's clock: events far ahead of it leave no state. */
export function foldState(
  rows: readonly Row[],
  nowMs: number,
  isIncluded: (index: number) => boolean = () => true,
): readonly StateWrite[] {
  const writes = new Map<string, StateWrite>();
  for (const [index, row] of rows.entries()) {
    if (!isIncluded(index)) continue;
    for (const aspect of aspectsOf(row, nowMs)) {
      const pk = subjectKey(row);
      const key = `${aspect}\n${pk}`;
      const known = writes.get(key);
      writes.set(
        key,
        mergesReadings(aspect) ? merge(known, pk, aspect, row, index) : replace(known, pk, aspect, row, index),
      );
    }
  }
  return [...writes.values()];
}

function replace(known: StateWrite | undefined, pk: string, aspect: Aspect, row: Row, index: number): StateWrite {
  const version = versionOf(row);
  if (known !== undefined && known.version >= version) return known;
  return { kind: "replace", pk, aspect, version, sources: [index], row };
}

function merge(known: StateWrite | undefined, pk: string, aspect: Aspect, row: Row, index: number): StateWrite {
  const said = mergedStateOf(row);
  if (known?.kind !== "merge")
    return { kind: "merge", pk, aspect, version: said.version, sources: [index], state: said };
  const state = join(known.state, said);
  return { kind: "merge", pk, aspect, version: state.version, sources: [...known.sources, index], state };
}
