/** Of dynalite's database, what is used here. */
declare module "dynalite/db/index.js" {
  type Item = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

  export interface Table {
    readonly KeySchema: readonly unknown[];
    readonly GlobalSecondaryIndexes?: readonly unknown[];
    readonly LocalSecondaryIndexes?: readonly unknown[];
  }

  export type Operation =
    | { readonly type: "put"; readonly key: string; readonly value: string; readonly valueEncoding: "utf8" }
    | { readonly type: "del"; readonly key: string };

  /** Answers what to call when done. */
  type Release = (done: () => void) => () => void;

  export interface Store {
    readonly db: {
      get(key: string): Promise<Item | undefined>;
      batch(operations: readonly Operation[]): Promise<void>;
    };
    getTable(name: string, callback: (error: Error | null, table: Table) => void): void;
    getItemDb(table: string): { lock(key: string, take: (release: Release) => void): void };
  }

  interface Db {
    create(options: object): Store;
    /** An error when a key is missing, of another type or too long. */
    validateItem(item: object, table: Table): Error | undefined;
    createKey(item: object, table: Table): string;
    getIndexActions(
      indexes: readonly unknown[],
      before: Item | undefined,
      item: Item,
      table: Table,
    ): {
      readonly puts: readonly { readonly index: string; readonly key: string; readonly item: Item }[];
      readonly deletes: readonly { readonly index: string; readonly key: string }[];
    };
  }
  const db: Db;
  export default db;
}
