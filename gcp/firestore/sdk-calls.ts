/**
 * Firestore by its generated client, https://googleapis.dev/nodejs/firestore/latest/: it tells the status of each write,
 * takes a time bound with each call, and lets its own retries be switched off, since the stores try again by themselves.
 */
import type { protos } from "@google-cloud/firestore-api";
import { backOff } from "../../runtime/back-off.ts";
import { chunksOf } from "../../shared/batch/concurrency.ts";
import { noDeadline } from "../../shared/batch/deadline.ts";
import type { Deadline } from "../../shared/ports.ts";
import { GoogleStatus, isUnavailable, UNAVAILABLE } from "../google-errors.ts";
import type { DocumentCalls, DocumentReadCalls, DocumentRemoveCalls, StoredDocument } from "./calls.ts";
import type { FirestoreDatabase } from "./client.ts";
import { type Collection, PLACE, SLOT, STATE } from "./collections.ts";
import type { Document } from "./document.ts";
import { together } from "./together.ts";
import { documentName, type ProtoDocument, protoDocument, protoValue, storedDocument, timeOf } from "./values.ts";
import { sendInGroups } from "./write-groups.ts";

type Query = protos.google.firestore.v1.IStructuredQuery;
type Filter = protos.google.firestore.v1.StructuredQuery.IFilter;
type Value = protos.google.firestore.v1.IValue;

type Write = protos.google.firestore.v1.IWrite;
type Queried = { readonly document?: ProtoDocument | null };
type Got = protos.google.firestore.v1.IBatchGetDocumentsResponse;

interface Put {
  readonly document: Document;
  readonly revision: string | undefined;
}

/** A call that hangs is better made again. */
const LONGEST_CALL_MS = 15_000;
const LONGEST_PAGE_MS = 120_000;
/** Where the service could not be asked; a page that took its time would take it again. */
const TRIES = 3;
const PAGE = 500;
const DOCUMENTS_A_READ = 100;
/** Of a stream: the client makes two where none has been answered, whatever the error. */
const NO_RETRIES = { noResponseRetries: 0 };
const NAME = "__name__";

export function firestoreCalls(
  { client, name: database }: FirestoreDatabase,
  longestPageMs = LONGEST_PAGE_MS,
): DocumentCalls & DocumentReadCalls & DocumentRemoveCalls {
  const reference = (collection: Collection, id: string): Value => ({
    referenceValue: documentName(database, collection, id),
  });

  /** Page after page, each after the last document of the one before; `order` ends with the name. */
  async function* pages(collection: Collection, where: Filter | undefined, order: readonly string[]) {
    let last: ProtoDocument | undefined;
    do {
      const query: Query = {
        from: [{ collectionId: collection }],
        ...(where !== undefined && { where }),
        orderBy: order.map((fieldPath) => ({ field: { fieldPath }, direction: "ASCENDING" })),
        ...(last !== undefined && { startAt: { values: order.map(valueIn(last)), before: false } }),
        limit: { value: PAGE },
      };
      const page = await pageOf(query);
      yield* page.map(storedDocument);
      last = page.length < PAGE ? undefined : page.at(-1);
    } while (last !== undefined);
  }

  async function pageOf(structuredQuery: Query): Promise<readonly ProtoDocument[]> {
    const request = { parent: `${database}/documents`, structuredQuery };
    const options = { timeout: longestPageMs, retry: null, retryRequestOptions: NO_RETRIES };
    for (let attempt = 1; ; attempt++) {
      const found: ProtoDocument[] = [];
      try {
        for await (const { document } of client.runQuery(request, options) as AsyncIterable<Queried>)
          if (document != null) found.push(document);
        return found;
      } catch (error) {
        if (attempt === TRIES || !isUnavailable(error)) throw error;
        await backOff.wait(attempt, noDeadline);
      }
    }
  }

  async function getSome(names: readonly string[], deadline: Deadline): Promise<ReadonlyMap<string, StoredDocument>> {
    const found = new Map<string, StoredDocument>();
    const request = { database, documents: [...new Set(names)] };
    const answers = client.batchGetDocuments(request, { ...within(deadline), retryRequestOptions: NO_RETRIES });
    let answered = 0;
    for await (const answer of answers as AsyncIterable<Got>) {
      if (answer.found?.name != null) found.set(answer.found.name, storedDocument(answer.found));
      if (answer.found != null || answer.missing) answered++;
    }
    // What was not told of is not known to be absent.
    if (answered < request.documents.length) throw new GoogleStatus(UNAVAILABLE);
    return found;
  }

  async function write(writes: Write[], deadline: Deadline): Promise<readonly (GoogleStatus | undefined)[]> {
    const [{ status }] = await client.batchWrite({ database, writes }, within(deadline));
    return writes.map((_, at) => {
      // What was not told of is not known to be written.
      const { code } = status?.[at] ?? { code: UNAVAILABLE };
      return code ? new GoogleStatus(code) : undefined;
    });
  }

  const getTogether = together(async (names: readonly string[], deadline) => {
    const parts = chunksOf(names, DOCUMENTS_A_READ).map((some) => getSome(some, deadline));
    const found = await Promise.all(parts);
    return names.map((name, at) => found[Math.floor(at / DOCUMENTS_A_READ)]?.get(name));
  });
  const putTogether = together((puts: readonly Put[], deadline) =>
    sendInGroups(puts, (group) =>
      write(
        group.map(({ document, revision }) => ({
          update: protoDocument(database, document),
          currentDocument: revision === undefined ? { exists: false } : { updateTime: timeOf(revision) },
        })),
        deadline,
      ),
    ),
  );

  return {
    get: (collection, id, deadline) => getTogether(documentName(database, collection, id), deadline),
    async put(document, revision, deadline) {
      const error = await putTogether({ document, revision }, deadline);
      if (error !== undefined) throw error;
    },
    putAll: (documents, deadline) =>
      write(
        documents.map((document) => ({ update: protoDocument(database, document) })),
        deadline,
      ),
    removeAll: (documents, deadline) =>
      write(
        documents.map(({ collection, id }) => ({ delete: documentName(database, collection, id) })),
        deadline,
      ),
    list(collection, ids) {
      const where = ids && [
        filter(NAME, "GREATER_THAN_OR_EQUAL", reference(collection, ids.from)),
        filter(NAME, "LESS_THAN", reference(collection, ids.before)),
      ];
      return pages(collection, where && all(where), [NAME]);
    },
    atPlace(place, fromSlot) {
      const where = [
        filter(PLACE, "EQUAL", protoValue(place)),
        filter(SLOT, "GREATER_THAN_OR_EQUAL", protoValue(fromSlot)),
      ];
      return pages(STATE, all(where), [SLOT, NAME]);
    },
  };
}

function within(deadline: Deadline): { readonly timeout: number; readonly retry: null } {
  return { timeout: Math.max(1, Math.min(LONGEST_CALL_MS, deadline.remainingMs())), retry: null };
}

function filter(fieldPath: string, op: "EQUAL" | "GREATER_THAN_OR_EQUAL" | "LESS_THAN", value: Value): Filter {
  return { fieldFilter: { field: { fieldPath }, op, value } };
}

function all(filters: Filter[]): Filter {
  return { compositeFilter: { op: "AND", filters } };
}

function valueIn({ name, fields }: ProtoDocument): (path: string) => Value {
  return (path) => (path === NAME ? { referenceValue: name ?? "" } : (fields?.[path] ?? {}));
}
