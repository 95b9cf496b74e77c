/** Firestore as far as the store and its reader call it: a map with revisions. */
import type { DocumentCalls, DocumentReadCalls, StoredDocument } from "../../gcp/firestore/calls.ts";
import type { Document } from "../../gcp/firestore/document.ts";
import { GoogleStatus } from "../../gcp/google-errors.ts";

const ALREADY_EXISTS = 6;
const FAILED_PRECONDITION = 9;

export function documentsInMemory(): DocumentCalls & DocumentReadCalls {
  const documents = new Map<string, StoredDocument>();
  let writes = 0;
  const nameOf = ({ collection, id }: Pick<Document, "collection" | "id">) => `${collection}/${id}`;
  const put = (document: Document) => {
    documents.set(nameOf(document), { ...document, revision: String(++writes) });
  };
  return {
    get: async (collection, id) => documents.get(nameOf({ collection, id })),
    async put(document, revision) {
      const found = documents.get(nameOf(document));
      if (revision === undefined && found !== undefined) throw new GoogleStatus(ALREADY_EXISTS);
      if (revision !== undefined && found?.revision !== revision) throw new GoogleStatus(FAILED_PRECONDITION);
      put(document);
    },
    async putAll(all) {
      for (const document of all) put(document);
      return all.map(() => undefined);
    },
    async *list(collection) {
      for (const document of documents.values()) if (document.collection === collection) yield document;
    },
    atPlace: () => {
      throw new TypeError("Nobody asks this engine who is at a place");
    },
  };
}
