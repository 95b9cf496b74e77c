/** Table Storage as far as the store's calls go: a map with ETags. How many calls there are does not depend on the engine. */
import { RestError } from "@azure/data-tables";
import type { StoredEntity, TableCalls, TableReadCalls } from "../azure/tables/calls.ts";
import type { Entity } from "../azure/tables/entity.ts";
import type { EntityKey } from "../azure/tables/keys.ts";

export function tablesInMemory(): TableCalls & Pick<TableReadCalls, "query" | "tables" | "dropTable"> {
  const entities = new Map<string, StoredEntity>();
  const names = new Set<string>();
  let writes = 0;
  const nameOf = (table: string, { partitionKey, rowKey }: EntityKey) => JSON.stringify([table, partitionKey, rowKey]);
  const put = (name: string, entity: Entity) => {
    entities.set(name, { ...entity, etag: String(++writes) });
  };
  return {
    async upsert(table, entity) {
      names.add(table);
      put(nameOf(table, entity), entity);
    },
    async insert(table, entity) {
      const name = nameOf(table, entity);
      if (entities.has(name)) throw refused(409, "EntityAlreadyExists");
      put(name, entity);
    },
    async replace(table, entity, etag) {
      const name = nameOf(table, entity);
      if (entities.get(name)?.etag !== etag) throw refused(412, "UpdateConditionNotSatisfied");
      put(name, entity);
    },
    get: async (table, key) => entities.get(nameOf(table, key)),
    remove: async (table, key) => {
      entities.delete(nameOf(table, key));
    },
    createTable: async () => {},
    /** Every entity of the table: no filter is known. */
    async *query(table, filter) {
      if (filter !== undefined) throw new TypeError("This engine knows no filter");
      const start = `[${JSON.stringify(table)},`;
      for (const [name, entity] of entities) if (name.startsWith(start)) yield entity;
    },
    async *tables() {
      yield* names;
    },
    dropTable: () => Promise.reject(new TypeError("This engine drops no table")),
  };
}

function refused(statusCode: number, code: string): RestError {
  return new RestError(code, { statusCode, code });
}
