/**
 * Refuses a query that no declared index answers, as the Standard edition does where the indexes of single fields are
 * exempted. The Enterprise edition would answer it by reading the whole collection, which nobody sees before the bill:
 * https://firebase.google.com/docs/firestore/compare-editions-for-native-mode
 */
import { status } from "@grpc/grpc-js";
import { indexes } from "../../../gcp/firestore/collections.ts";
import { filtersOf, NAME, orderOf, type Query } from "./query.ts";
import { Refusal } from "./refusal.ts";

export function checkIndex(query: Query): void {
  const filters = filtersOf(query.where).filter(({ path }) => path !== NAME);
  const order = orderOf(query);
  const fields = order.filter(({ path }) => path !== NAME);
  const isUpwards = order.every(({ isDescending }) => !isDescending);
  if (filters.length === 0 && fields.length === 0 && isUpwards) return;
  const equal = filters.filter(({ op }) => op === "EQUAL").map(({ path }) => path);
  const ranged = [...filters.filter(({ op }) => op !== "EQUAL"), ...fields].map(({ path }) => path);
  const wanted = [...new Set([...equal, ...ranged])].join();
  const [from] = query.from ?? [];
  const isDeclared = indexes.some(
    ({ collection, fields: indexed }) => collection === from?.collectionId && indexed.join() === wanted,
  );
  if (!isDeclared || !isUpwards) throw new Refusal(status.FAILED_PRECONDITION, "The query requires an index.");
}
