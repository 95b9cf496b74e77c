/** Documents of Firestore, taken out again; the index by place follows. */
import type { DocumentRemoveCalls } from "../../gcp/firestore/calls.ts";
import { PLACES } from "../../gcp/firestore/collections.ts";
import { placeIds } from "../../gcp/firestore/keys.ts";
import type { TablesEraser } from "../stage/tables-eraser.ts";
import { forgetDocuments, forgetInDatabase } from "./forget-documents.ts";

export function firestoreEraser(calls: DocumentRemoveCalls): TablesEraser {
  return {
    async subject(subject) {
      const { state, history } = await forgetInDatabase(calls, subject, true);
      return state + history;
    },
    place: (place) => forgetDocuments(calls, PLACES, placeIds(place), true),
  };
}
