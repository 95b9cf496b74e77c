/** Table Storage as far as the store's calls go: a map with ETags. How many calls there are does not depend on the engine. */
import { RestError } from "@azure/data-tables";
import type { StoredEntity, TableCalls } from "../azure/tables/calls.ts";
import type { Entity } from "../azure/tables/entity.ts";
import type { EntityKey } from "../azure/tables/keys.ts";

export function tablesInMemory(): TableCalls {
  const entities = new Map<string, StoredEntity>();
  let writes = 0;
  const nameOf = (table: string, { partitionKey, rowKey }: EntityKey) => JSON.stringify([table, partitionKey, rowKey]);
  const put = (name: string, entity: Entity) => {
    entities.set(name, { ...entity, etag: String(++writes) });
  };
  return {
    upsert: async (table, entity) => put(nameOf(table, entity), entity),
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
  };
}

function refused(statusCode: number, code: string): RestError {
  return new RestError(code, { statusCode, code });
}
