/** Table Storage by its SDK: https://learn.microsoft.com/javascript/api/@azure/data-tables/tableclient */
import type { ListTableItemsOptions, TableClient, TableServiceClient } from "@azure/data-tables";
import { within } from "../../runtime/within.ts";
import type { Deadline } from "../../shared/ports.ts";
import { isAbsent, isAlreadyThere, isTableMissing } from "../azure-errors.ts";
import type { StoredEntity, TableCalls, TableReadCalls } from "./calls.ts";
import type { EntityKey } from "./keys.ts";

export interface TableAccount {
  readonly service: Pick<TableServiceClient, "createTable" | "deleteTable"> & {
    listTables(options?: ListTableItemsOptions): AsyncIterable<{ readonly name?: string }>;
  };
  /** A client of one table of the account. */
  readonly table: (name: string) => TableClient;
}

/** A call that hangs is better made again: batches wait for each other, and a deadline is minutes away. */
const LONGEST_CALL_MS = 15_000;
/** One that reads a page goes through what its filter leaves out, too. */
const pageOptions = { requestOptions: { timeout: 120_000 } };

export function tableCalls(
  { service, table: clientOf }: TableAccount,
  longestCallMs = LONGEST_CALL_MS,
): TableCalls & TableReadCalls {
  const requestOptions = { timeout: longestCallMs };
  const bounded = (deadline: Deadline) => ({ ...within(deadline), requestOptions });
  const clients = new Map<string, TableClient>();
  function client(table: string): TableClient {
    const known = clients.get(table) ?? clientOf(table);
    clients.set(table, known);
    return known;
  }
  return {
    async upsert(table, entity, deadline) {
      await client(table).upsertEntity(entity, "Replace", bounded(deadline));
    },
    async insert(table, entity, deadline) {
      await client(table).createEntity(entity, bounded(deadline));
    },
    async replace(table, entity, etag, deadline) {
      await client(table).updateEntity(entity, "Replace", { etag, ...bounded(deadline) });
    },
    async get(table, { partitionKey, rowKey }, deadline) {
      try {
        return stored(await client(table).getEntity(partitionKey, rowKey, bounded(deadline)));
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    },
    async remove(table, { partitionKey, rowKey }: EntityKey, deadline, etag = "*") {
      try {
        await client(table).deleteEntity(partitionKey, rowKey, { etag, ...bounded(deadline) });
      } catch (error) {
        if (!isAbsent(error)) throw error;
      }
    },
    async createTable(table, deadline) {
      try {
        await service.createTable(table, bounded(deadline));
      } catch (error) {
        if (!isAlreadyThere(error)) throw error;
      }
    },
    async *query(table, filter) {
      try {
        const queryOptions = filter === undefined ? {} : { queryOptions: { filter } };
        const found = client(table).listEntities({ ...queryOptions, ...pageOptions });
        for await (const entity of found) yield stored(entity);
      } catch (error) {
        if (!isTableMissing(error)) throw error;
      }
    },
    async *tables() {
      for await (const { name } of service.listTables(pageOptions)) if (name !== undefined) yield name;
    },
    async dropTable(table) {
      await service.deleteTable(table, { requestOptions });
    },
  };
}

const ofService: ReadonlySet<string> = new Set(["odata.metadata", "odata.etag", "timestamp"]);

/** Without what the service adds. */
function stored(found: { readonly etag: string }): StoredEntity {
  const texts = Object.entries(found).filter(([name, value]) => typeof value === "string" && !ofService.has(name));
  return Object.fromEntries(texts) as StoredEntity;
}
