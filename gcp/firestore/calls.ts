/**
 * The few calls the stores make, in words any ordered key-value store has: Bigtable could answer them, its row keys in
 * the place of ids and a conditional mutation in that of `put`. They reject with the SDK's GoogleError.
 */
import type { Deadline } from "../../shared/ports.ts";
import type { Collection } from "./collections.ts";
import type { Document } from "./document.ts";
import type { IdRange } from "./keys.ts";

export interface StoredDocument extends Document {
  /** Changes with every write. */
  readonly revision: string;
}

export interface DocumentCalls {
  get(collection: Collection, id: string, deadline: Deadline): Promise<StoredDocument | undefined>;
  /** `revision`: only while it is unchanged; `undefined`: only where there is none. A conflict else. */
  put(document: Document, revision: string | undefined, deadline: Deadline): Promise<void>;
  /** Whatever stands there. Answers an error for each that was not taken, in order; rejects where none is known to be. */
  putAll(documents: readonly Document[], deadline: Deadline): Promise<readonly (Error | undefined)[]>;
}

/** What is forgotten goes by. */
export interface DocumentRemoveCalls extends Pick<DocumentReadCalls, "list"> {
  /** Whatever stands there, also nothing. Answers and rejects as `putAll`. */
  removeAll(documents: readonly Document[], deadline: Deadline): Promise<readonly (Error | undefined)[]>;
}

/** The reader's. All in order of their ids, but for those at a place. */
export interface DocumentReadCalls extends Pick<DocumentCalls, "get"> {
  list(collection: Collection, ids?: IdRange): AsyncIterable<StoredDocument>;
  /** The state under the place field, in this slot or a later one, epoch seconds. */
  atPlace(place: string, fromSlot: number): AsyncIterable<StoredDocument>;
}
