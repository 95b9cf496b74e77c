/** A record, or one event of it, that was given up; and the places such are kept in. */
import type { KeptObject, Objects } from "./objects.ts";

export interface GivenUp {
  /** Name of the place. */
  readonly place: string;
  /** The object that keeps it, and where it stands in there, from 0: together its name for `show`. */
  readonly object: string;
  readonly index: number;
  /** Of its place. */
  readonly channel: string;
  /** As the source named it; empty where the place keeps none. */
  readonly position: string;
  readonly part?: number;
  readonly payload: Uint8Array;
  readonly stage: string;
  readonly code: string;
  readonly message: string;
  /** `<stream>/<shard>` or the like. */
  readonly source: string;
  readonly receivedAtMs: number;
  readonly tenant?: string;
  readonly eventType?: string;
  /** Why putting it again would do nothing, where that is so. */
  readonly unfit?: string;
}

export interface GivenUpPlace {
  readonly name: string;
  /** The transport its letters came by, and go back into. */
  readonly channel: string;
  readonly objects: Objects;
  readonly prefix: string;
  /** Where it is noted what of an object was put again: under this and the object's name, in the same objects. */
  readonly notesPrefix: string;
  /** What an object keeps, one at a time; what of it is no letter is one with the code `not-a-letter`, `unfit`. */
  letters(object: KeptObject, bytes: Buffer): Iterable<GivenUp>;
}

export function idOf({ object, index }: Pick<GivenUp, "object" | "index">): string {
  return `${object}#${index}`;
}
