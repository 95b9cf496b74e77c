declare module "dynalite/db/index.js" {
  interface Table {
    readonly GlobalSecondaryIndexes?: readonly unknown[];
    readonly LocalSecondaryIndexes?: readonly unknown[];
  }

  interface PutOperation {
    readonly type: "put";
    readonly key: string;
    readonly value: string;
    readonly valueEncoding: "utf8";
  }

  export interface Store {
    readonly db: { batch(operations: readonly PutOperation[]): Promise<void> };
    getTable(name: string, callback: (error: Error | null, table: Table) => void): void;
  }

  interface Db {
    create(options: object): Store;
    /** An error when a key is missing, of another type or too long. */
    validateItem(item: object, table: Table): Error | undefined;
    createKey(item: object, table: Table): string;
  }
  const db: Db;
  export default db;
}
