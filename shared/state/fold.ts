/** A batch's rows → the fewest writes that leave the state they leave: one per subject and aspect. */
import type { Row } from "../row.ts";
import { type Aspect, aspectsOf, mergesReadings } from "./aspects.ts";
import { isNewer, type StateKey, subjectOf, subjectText, type Version, versionOf } from "./keys.ts";
import { join, type MergedState, mergedStateOf } from "./merged-state.ts";

/** `sources` are the indexes of all rows that were folded into it: they share its fate. */
export type StateWrite = {
  readonly key: StateKey;
  readonly version: Version;
  readonly sources: readonly number[];
} & (
  | { readonly kind: "replace"; readonly row: Row /** The one source that is written. */; readonly newest: number }
  | { readonly kind: "merge"; readonly state: MergedState }
);

/** In the making: a busy subject can have thousands of sources, so the list grows in place. */
type Draft = StateWrite & { readonly sources: number[] };

/** In the order in which the subjects first come. `nowMs` is the receiver's clock: events far ahead of it leave no state. */
export function foldState(
  rows: readonly Row[],
  nowMs: number,
  isIncluded: (index: number, aspect: Aspect) => boolean = () => true,
): readonly StateWrite[] {
  const writes = new Map<string, Draft>();
  for (const [index, row] of rows.entries()) {
    for (const aspect of aspectsOf(row, nowMs)) {
      if (!isIncluded(index, aspect)) continue;
      const subject = subjectOf(row);
      const text = `${aspect} ${subjectText(subject)}`;
      const known = writes.get(text);
      const key = known?.key ?? { subject, aspect };
      const sources = known?.sources ?? [];
      sources.push(index);
      writes.set(
        text,
        mergesReadings(aspect) ? merge(known, key, sources, row) : replace(known, key, sources, row, index),
      );
    }
  }
  return [...writes.values()];
}

function replace(known: Draft | undefined, key: StateKey, sources: number[], row: Row, index: number): Draft {
  const version = versionOf(row);
  if (known !== undefined && !isNewer(version, known.version)) return known;
  return { kind: "replace", key, version, sources, row, newest: index };
}

function merge(known: Draft | undefined, key: StateKey, sources: number[], row: Row): Draft {
  const said = mergedStateOf(row);
  const state = known?.kind === "merge" ? join(known.state, said) : said;
  return { kind: "merge", key, version: state.version, sources, state };
}
