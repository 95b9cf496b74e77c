/**
 * Loaded into Azurite before itself, so that it finds entities by its indexes and does not go through a table for each:
 * with a million entities a page of them took a second. What is found is the same. Only the first condition of a query
 * goes by an index, which for one entity is the row key, and a state's is one of a few aspects; and a page is cut from all
 * that the table has, sorted. `LokiTableMetadataStore.ts` in https://github.com/Azure/Azurite;
 * https://github.com/techfort/LokiJS
 */
import { createRequire } from "node:module";

type Keys = Readonly<Record<string, unknown>>;
type Range = readonly [first: number, last: number];

interface Found {
  filteredrows: readonly number[];
  filterInitialized: boolean;
}

interface Collection {
  readonly data: readonly Keys[];
  /** Positions in `data`, in order of the property. */
  readonly binaryIndices: Readonly<Record<string, { readonly values: readonly number[] } | undefined>>;
  ensureIndex(property: string): void;
  /** First and last place in an index. */
  calculateRange(operator: "$eq" | "$gte", property: string, value: unknown): Range;
  findOne(query: Keys): unknown;
  chain(): Found;
}

type Page = readonly [entities: unknown[], nextPartition: string | undefined, nextRow: string | undefined];

interface Store {
  getEntityCollection(account: string, table: string, context: unknown): Collection;
  decodeContinuationHeader(text: string | undefined): string | undefined;
  queryTableEntities(
    context: unknown,
    account: string,
    table: string,
    options: { readonly filter?: string },
    nextPartition: string | undefined,
    nextRow: string | undefined,
  ): Promise<Page>;
}

const own = createRequire(import.meta.url);
const azurite = createRequire(own.resolve("azurite/dist/src/azurite.js"));
const { Collection } = azurite("lokijs") as { Collection: { readonly prototype: Collection } };
const { default: Store } = azurite("./table/persistence/LokiTableMetadataStore.js") as {
  default: { readonly prototype: Store };
};

const { findOne } = Collection.prototype;
Collection.prototype.findOne = function (query) {
  return findOne.call(this, rarestFirst(this, query));
};

function rarestFirst(collection: Collection, query: Keys): Keys {
  // Of an entity, and not of the blobs, which are kept in such collections too.
  if (Object.keys(query).toSorted().join() !== "PartitionKey,RowKey") return query;
  const entities = ([property, value]: [string, unknown]) => {
    const [first, last] = collection.calculateRange("$eq", property, value);
    return last - first;
  };
  return Object.fromEntries(Object.entries(query).toSorted((a, b) => entities(a) - entities(b)));
}

const PARTITION = "PartitionKey";
/** A page has a thousand, and one more tells that there are more. */
const FIRST_LOOK = 2_000;

const { queryTableEntities } = Store.prototype;
/** Asks Azurite of a part of the table that grows until it has a whole page: whatever comes after is after it in order, too. */
Store.prototype.queryTableEntities = async function (context, account, table, options, nextPartition, nextRow) {
  const collection = this.getEntityCollection(account, table, context);
  collection.ensureIndex(PARTITION);
  const { values = [] } = collection.binaryIndices[PARTITION] ?? {};
  const partitionAt = (at: number) => collection.data[values[at] ?? -1]?.[PARTITION];
  // The index has numbers before all else, 9 before 10; a page has them as text.
  if (!Number.isNaN(Number(partitionAt(0))))
    return queryTableEntities.call(this, context, account, table, options, nextPartition, nextRow);
  const [first, last] = rangeOf(collection, options.filter, this.decodeContinuationHeader(nextPartition));
  for (let look = FIRST_LOOK; ; look *= 2) {
    let end = Math.min(last + 1, first + look);
    while (end > first && end <= last && partitionAt(end) === partitionAt(end - 1)) end++;
    const part = Object.assign(collection.chain(), {
      filteredrows: values.slice(first, end),
      filterInitialized: true,
    });
    const ofPart = Object.create(this, { getEntityCollection: { value: () => ({ chain: () => part }) } }) as Store;
    const page = await queryTableEntities.call(ofPart, context, account, table, options, nextPartition, nextRow);
    if (page[1] !== undefined || end > last) return page;
  }
};

/** Where in the index of partitions everything is that is asked for. */
function rangeOf(collection: Collection, filter = "", from: string | undefined): Range {
  const [, partition] = /^\(?PartitionKey eq '((?:[^']|'')*)'/.exec(filter) ?? [];
  const isOnly = !/\b(or|not)\b/.test(filter.replaceAll(/'(?:[^']|'')*'/g, "''"));
  if (partition !== undefined && isOnly)
    return collection.calculateRange("$eq", PARTITION, partition.replaceAll("''", "'"));
  if (from !== undefined) return collection.calculateRange("$gte", PARTITION, from);
  return [0, collection.data.length - 1];
}
