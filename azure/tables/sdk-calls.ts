/** Table Storage by its SDK: https://learn.microsoft.com/javascript/api/@azure/data-tables/tableclient */
import type { TableClient, TableServiceClient } from "@azure/data-tables";
import { within } from "../../runtime/within.ts";
import { isAbsent, isAlreadyThere, isTableMissing } from "../azure-errors.ts";
import type { StoredEntity, TableCalls, TableReadCalls } from "./calls.ts";
import type { EntityKey } from "./keys.ts";

export interface TableAccount {
  readonly service: Pick<TableServiceClient, "createTable" | "deleteTable"> & {
    listTables(): AsyncIterable<{ readonly name?: string }>;
  };
  /** A client of one table of the account. */
  readonly table: (name: string) => TableClient;
}

export function tableCalls({ service, table: clientOf }: TableAccount): TableCalls & TableReadCalls {
  const clients = new Map<string, TableClient>();
  function client(table: string): TableClient {
    const known = clients.get(table) ?? clientOf(table);
    clients.set(table, known);
    return known;
  }
  return {
    async upsert(table, entity, deadline) {
      await client(table).upsertEntity(entity, "Replace", within(deadline));
    },
    async insert(table, entity, deadline) {
      await client(table).createEntity(entity, within(deadline));
    },
    async replace(table, entity, etag, deadline) {
      await client(table).updateEntity(entity, "Replace", { etag, ...within(deadline) });
    },
    async get(table, { partitionKey, rowKey }, deadline) {
      try {
        return stored(await client(table).getEntity(partitionKey, rowKey, within(deadline)));
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    },
    async remove(table, { partitionKey, rowKey }: EntityKey, deadline, etag = "*") {
      try {
        await client(table).deleteEntity(partitionKey, rowKey, { etag, ...within(deadline) });
      } catch (error) {
        if (!isAbsent(error)) throw error;
      }
    },
    async createTable(table, deadline) {
      try {
        await service.createTable(table, within(deadline));
      } catch (error) {
        if (!isAlreadyThere(error)) throw error;
      }
    },
    async *query(table, filter) {
      try {
        const found = client(table).listEntities(filter === undefined ? {} : { queryOptions: { filter } });
        for await (const entity of found) yield stored(entity);
      } catch (error) {
        if (!isTableMissing(error)) throw error;
      }
    },
    async *tables() {
      for await (const { name } of service.listTables()) if (name !== undefined) yield name;
    },
    async dropTable(table) {
      await service.deleteTable(table);
    },
  };
}

const ofService: ReadonlySet<string> = new Set(["odata.metadata", "odata.etag", "timestamp"]);

/** Without what the service adds. */
function stored(found: { readonly etag: string }): StoredEntity {
  const texts = Object.entries(found).filter(([name, value]) => typeof value === "string" && !ofService.has(name));
  return Object.fromEntries(texts) as StoredEntity;
}
