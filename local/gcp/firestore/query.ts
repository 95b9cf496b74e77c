/** The queries that are used: filters on fields and names, order, cursors, a limit. */
import type { protos } from "@google-cloud/firestore-api";
import { status } from "@grpc/grpc-js";
import { compareCodePoints } from "../../../shared/state/keys.ts";
import type { Stored } from "./documents.ts";
import { Refusal } from "./refusal.ts";
import { compareValues, isSameType, type Value } from "./values.ts";

export type Query = protos.google.firestore.v1.IStructuredQuery;
type Filter = protos.google.firestore.v1.StructuredQuery.IFilter;

export const NAME = "__name__";

export interface FieldFilter {
  readonly path: string;
  readonly op: string;
  readonly value: Value;
}

export interface Order {
  readonly path: string;
  readonly isDescending: boolean;
}

/** The name before which there is none that a query asks for. */
export function leastName(query: Query): string {
  const cursor = isInOrderOfName(orderOf(query)) ? query.startAt?.values?.[0]?.referenceValue : undefined;
  return [cursor ?? "", ...namesIn(query, "GREATER_THAN")].sort(compareCodePoints).at(-1) ?? "";
}

/** The field and the text of it that whatever is asked for has. */
export function textAskedFor({ where }: Query): readonly [field: string, text: string] | undefined {
  for (const { path, op, value } of filtersOf(where))
    if (op === "EQUAL" && value.stringValue != null) return [path, value.stringValue];
  return undefined;
}

/** Of one collection's documents, in order of their names from the least on, those that a query asks for. */
export function answer(query: Query, documents: Iterable<Stored>): readonly Stored[] {
  const filters = filtersOf(query.where);
  const order = orderOf(query);
  const isIn = inCursors(query, order);
  const limit = query.limit?.value ?? Number.POSITIVE_INFINITY;
  const isByName = isInOrderOfName(order);
  const [end] = namesIn(query, "LESS_THAN").sort(compareCodePoints);
  const found: Stored[] = [];
  for (const document of documents) {
    if (end !== undefined && compareCodePoints(document.name, end) > 0) break;
    if (!order.every(({ path }) => fieldOf(document, path) !== undefined)) continue;
    if (!filters.every((filter) => isMatch(document, filter)) || !isIn(document)) continue;
    found.push(document);
    if (isByName && found.length === limit) break;
  }
  if (!isByName)
    found.sort((a, b) =>
      comparedWith(
        order,
        order.map(({ path }) => fieldOf(b, path) ?? {}),
        a,
      ),
    );
  return found.slice(0, limit);
}

function isInOrderOfName(order: readonly Order[]): boolean {
  return order.length === 1 && order[0]?.path === NAME && !order[0].isDescending;
}

/** Those that bound the query from one side, whether they are in it or not. */
function namesIn({ where }: Query, bound: "GREATER_THAN" | "LESS_THAN"): string[] {
  const bounds = filtersOf(where).filter(({ path, op }) => path === NAME && op.startsWith(bound));
  return bounds.flatMap(({ value }) => value.referenceValue ?? []);
}

/** All that have to hold; there is no "or". */
export function filtersOf(filter: Filter | null | undefined): readonly FieldFilter[] {
  if (filter == null) return [];
  if (filter.compositeFilter != null) {
    if (filter.compositeFilter.op !== "AND") throw unknown("filter");
    return (filter.compositeFilter.filters ?? []).flatMap(filtersOf);
  }
  const { field, op, value } = filter.fieldFilter ?? {};
  if (field?.fieldPath == null || value == null) throw unknown("filter");
  return [{ path: field.fieldPath, op: String(op), value }];
}

/** What is asked for, and after it the name, in the same direction. */
export function orderOf({ orderBy }: Query): readonly Order[] {
  const order = (orderBy ?? []).map(({ field, direction }) => ({
    path: field?.fieldPath ?? "",
    isDescending: direction === "DESCENDING",
  }));
  if (order.some(({ path }) => path === NAME)) return order;
  return [...order, { path: NAME, isDescending: order.at(-1)?.isDescending ?? false }];
}

function isMatch(document: Stored, { path, op, value }: FieldFilter): boolean {
  const found = fieldOf(document, path);
  if (found === undefined || !isSameType(found, value)) return false;
  const compared = compareValues(found, value);
  switch (op) {
    case "EQUAL":
      return compared === 0;
    case "LESS_THAN":
      return compared < 0;
    case "LESS_THAN_OR_EQUAL":
      return compared <= 0;
    case "GREATER_THAN":
      return compared > 0;
    case "GREATER_THAN_OR_EQUAL":
      return compared >= 0;
    default:
      throw unknown("operator");
  }
}

function fieldOf({ name, fields }: Stored, path: string): Value | undefined {
  return path === NAME ? { referenceValue: name } : fields[path];
}

/** Where a document stands before or after the values: as many as there are. */
function comparedWith(order: readonly Order[], values: readonly Value[], document: Stored): number {
  for (const [at, value] of values.entries()) {
    const { path, isDescending } = order[at] ?? { path: NAME, isDescending: false };
    const compared = compareValues(fieldOf(document, path) ?? {}, value);
    if (compared !== 0) return isDescending ? -compared : compared;
  }
  return 0;
}

function inCursors({ startAt, endAt }: Query, order: readonly Order[]): (document: Stored) => boolean {
  return (document) => {
    if (startAt != null) {
      const compared = comparedWith(order, startAt.values ?? [], document);
      if (startAt.before === true ? compared < 0 : compared <= 0) return false;
    }
    if (endAt == null) return true;
    const compared = comparedWith(order, endAt.values ?? [], document);
    return endAt.before === true ? compared < 0 : compared <= 0;
  };
}

function unknown(what: string): Refusal {
  return new Refusal(status.UNIMPLEMENTED, `This stand-in does not know the ${what}.`);
}
