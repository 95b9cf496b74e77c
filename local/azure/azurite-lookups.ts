/**
 * Loaded into Azurite before itself. It finds an entity by all that have its row key, among which it looks for the
 * partition key: with a row key that many partitions share, as the aspect of a state, a look-up goes through a good part
 * of the table. Here the key that fewer entities have is looked for first; what is found is the same.
 * `LokiTableMetadataStore.ts` in https://github.com/Azure/Azurite, and https://github.com/techfort/LokiJS: only the first
 * condition of a query goes by an index.
 */
import { createRequire } from "node:module";

interface Collection {
  readonly data: readonly unknown[];
  readonly binaryIndices: Readonly<Record<string, unknown>>;
  /** First and last position in an index. */
  calculateRange(operator: "$eq", property: string, value: unknown): readonly [number, number];
  findOne(query: Query): unknown;
}

type Query = Readonly<Record<string, unknown>>;

const own = createRequire(import.meta.url);
const { Collection } = createRequire(own.resolve("azurite/dist/src/azurite.js"))("lokijs") as {
  Collection: { readonly prototype: Collection };
};

const { findOne } = Collection.prototype;
Collection.prototype.findOne = function (query) {
  return findOne.call(this, rarestFirst(this, query));
};

function rarestFirst(collection: Collection, query: Query): Query {
  const conditions = Object.entries(query);
  const isIndexed = ([property, value]: [string, unknown]) =>
    typeof value === "string" && collection.binaryIndices[property] !== undefined;
  if (conditions.length < 2 || !conditions.every(isIndexed)) return query;
  const entities = ([property, value]: [string, unknown]) => {
    const [first, last] = collection.calculateRange("$eq", property, value);
    return last - first;
  };
  return Object.fromEntries(conditions.toSorted((a, b) => entities(a) - entities(b)));
}
