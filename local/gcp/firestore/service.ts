/**
 * The calls of the service that are used here, by their definition in the client's own package:
 * https://firebase.google.com/docs/firestore/reference/rpc/google.firestore.v1#google.firestore.v1.Firestore
 */
import { createRequire } from "node:module";
import type { protos } from "@google-cloud/firestore-api";
import {
  loadPackageDefinition,
  type ServerUnaryCall,
  type ServerWritableStream,
  type ServiceClientConstructor,
  type ServiceDefinition,
  type sendUnaryData,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { fromJSON } from "@grpc/proto-loader";
import { checkIndex } from "./check-index.ts";
import { type Documents, nameOf, type Write } from "./documents.ts";
import { answer, leastName, textAskedFor } from "./query.ts";
import { Refusal } from "./refusal.ts";
import type { Shortage } from "./shortage.ts";
import { type Transactions, transactionsOn } from "./transactions.ts";

type V1 = typeof protos.google.firestore.v1;
type Request<Name extends keyof V1> = V1[Name] extends new (...args: never[]) => infer T ? T : never;

const definition = createRequire(import.meta.url)("@google-cloud/firestore-api/build/protos/protos.json") as object;

interface Package {
  readonly google: { readonly firestore: { readonly v1: { readonly Firestore: ServiceClientConstructor } } };
}

export function serviceDefinition(): ServiceDefinition {
  const options = { longs: String, enums: String, bytes: Buffer, defaults: false };
  const loaded = loadPackageDefinition(fromJSON(definition, options)) as unknown as Package;
  return loaded.google.firestore.v1.Firestore.service;
}

export function serviceOn(documents: Documents, shortage: Shortage): UntypedServiceImplementation {
  const transactions = transactionsOn(documents);
  return {
    batchGetDocuments: stream(function* (request: Request<"BatchGetDocumentsRequest">) {
      const readTime = documents.now();
      const transaction = transactionOf(request, transactions);
      if (request.newTransaction != null) yield { transaction, readTime };
      for (const name of request.documents ?? []) {
        const found = documents.get(name);
        if (transaction !== undefined) transactions.read(transaction, name, found?.updateTime);
        yield found === undefined ? { missing: name, readTime } : { found, readTime };
      }
    }),
    runQuery: stream(function* (request: Request<"RunQueryRequest">) {
      const readTime = documents.now();
      const query = request.structuredQuery ?? {};
      checkIndex(query);
      const [from] = query.from ?? [];
      const collection = `${request.parent}/${from?.collectionId}`;
      const text = textAskedFor(query);
      const asked = text ? documents.having(collection, ...text) : documents.inOrder(collection, leastName(query));
      const found = answer(query, asked);
      for (const document of found) yield { document, readTime };
      if (found.length === 0) yield { readTime };
    }),
    beginTransaction: unary(() => ({ transaction: transactions.begin() })),
    rollback: unary(({ transaction }: Request<"RollbackRequest">) => {
      transactions.end(transaction as Uint8Array);
      return {};
    }),
    commit: unary(({ writes, transaction }: Request<"CommitRequest">) => {
      const given: readonly Write[] = writes ?? [];
      shortage.refusals(Math.min(given.length, 1));
      if (isGiven(transaction)) transactions.check(transaction);
      const updateTime = documents.write(given);
      return { writeResults: given.map(() => ({ updateTime })), commitTime: updateTime };
    }),
    batchWrite: unary(({ writes }: Request<"BatchWriteRequest">) => {
      const given: readonly Write[] = writes ?? [];
      if (new Set(given.map(nameOf)).size < given.length)
        throw new Refusal(status.INVALID_ARGUMENT, "A batch must not write to a document twice.");
      const refused = shortage.refusals(given.length);
      const results = given.map((write, at) => one(write, refused[at] === true, documents));
      return { writeResults: results.map(({ result }) => result), status: results.map((result) => result.status) };
    }),
  };
}

/** One write of a batch, apart from the others. */
function one(write: Write, isRefused: boolean, documents: Documents) {
  try {
    if (isRefused) throw new Refusal(status.RESOURCE_EXHAUSTED, "Some resource has been exhausted.");
    return { result: { updateTime: documents.write([write]) }, status: { code: status.OK } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { result: {}, status: { code: error.code, message: error.details } };
  }
}

type Reading = Pick<Request<"BatchGetDocumentsRequest">, "transaction" | "newTransaction">;

function transactionOf({ transaction, newTransaction }: Reading, transactions: Transactions): Uint8Array | undefined {
  if (newTransaction != null) return transactions.begin();
  return isGiven(transaction) ? transaction : undefined;
}

function isGiven(transaction: unknown): transaction is Uint8Array {
  return transaction instanceof Uint8Array && transaction.length > 0;
}

function unary<Q>(handle: (request: Q) => object) {
  return (call: ServerUnaryCall<Q, object>, respond: sendUnaryData<object>) => {
    try {
      respond(null, handle(call.request));
    } catch (error) {
      respond(statusOf(error));
    }
  };
}

function stream<Q>(handle: (request: Q) => Iterable<object>) {
  return (call: ServerWritableStream<Q, object>) => {
    try {
      for (const response of handle(call.request)) call.write(response);
      call.end();
    } catch (error) {
      call.emit("error", statusOf(error));
    }
  };
}

function statusOf(error: unknown): { readonly code: number; readonly details: string } {
  return error instanceof Refusal ? error : { code: status.INTERNAL, details: String(error) };
}
