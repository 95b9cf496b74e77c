/** Table Storage by its SDK: https://learn.microsoft.com/javascript/api/@azure/data-tables/tableclient */
import type { TableClient, TableServiceClient } from "@azure/data-tables";
import { inTime } from "../../runtime/in-time.ts";
import type { Deadline } from "../../shared/ports.ts";
import { isAbsent, isAlreadyThere, isTableMissing } from "../azure-errors.ts";
import type { StoredEntity, TableCalls, TableReadCalls } from "./calls.ts";
import type { EntityKey } from "./keys.ts";

interface Pages<T> {
  byPage(settings: { continuationToken?: string }): AsyncIterator<readonly T[] & { continuationToken?: string }>;
}

export interface TableAccount {
  readonly service: Pick<TableServiceClient, "createTable" | "deleteTable"> & {
    listTables(options?: { abortSignal?: AbortSignal }): Pages<{ readonly name?: string }>;
  };
  /** A client of one table of the account. */
  readonly table: (name: string) => TableClient;
}

export interface Longest {
  readonly callMs: number;
  readonly pageMs: number;
}

const longest: Longest = {
  // A call that hangs is better made again: batches wait for each other, and a deadline is minutes away.
  callMs: 15_000,
  // A page goes through what its filter leaves out, too.
  pageMs: 120_000,
};

export function tableCalls(
  { service, table: clientOf }: TableAccount,
  { callMs, pageMs }: Longest = longest,
): TableCalls & TableReadCalls {
  const clients = new Map<string, TableClient>();
  function client(table: string): TableClient {
    const known = clients.get(table) ?? clientOf(table);
    clients.set(table, known);
    return known;
  }
  function bounded<T>(deadline: Deadline, call: (options: { readonly abortSignal: AbortSignal }) => Promise<T>) {
    return inTime(Math.min(callMs, deadline.remainingMs()), (abortSignal) => call({ abortSignal }));
  }
  async function* all<T>(list: (options: { readonly abortSignal: AbortSignal }) => Pages<T>): AsyncGenerator<T> {
    let token: string | undefined;
    do {
      const from = token === undefined ? {} : { continuationToken: token };
      const { value: page } = await inTime(pageMs, (abortSignal) => list({ abortSignal }).byPage(from).next());
      yield* page;
      token = page.continuationToken;
    } while (token !== undefined);
  }
  return {
    async upsert(table, entity, deadline) {
      await bounded(deadline, (options) => client(table).upsertEntity(entity, "Replace", options));
    },
    async insert(table, entity, deadline) {
      await bounded(deadline, (options) => client(table).createEntity(entity, options));
    },
    async replace(table, entity, etag, deadline) {
      await bounded(deadline, (options) => client(table).updateEntity(entity, "Replace", { etag, ...options }));
    },
    async get(table, { partitionKey, rowKey }, deadline) {
      try {
        return stored(await bounded(deadline, (options) => client(table).getEntity(partitionKey, rowKey, options)));
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    },
    async remove(table, { partitionKey, rowKey }: EntityKey, deadline, etag = "*") {
      try {
        await bounded(deadline, (options) => client(table).deleteEntity(partitionKey, rowKey, { etag, ...options }));
      } catch (error) {
        if (!isAbsent(error)) throw error;
      }
    },
    async createTable(table, deadline) {
      try {
        await bounded(deadline, (options) => service.createTable(table, options));
      } catch (error) {
        if (!isAlreadyThere(error)) throw error;
      }
    },
    async *query(table, filter) {
      const queryOptions = filter === undefined ? {} : { queryOptions: { filter } };
      const entities = all<{ readonly etag: string }>((options) =>
        client(table).listEntities({ ...queryOptions, ...options }),
      );
      try {
        for await (const entity of entities) yield stored(entity);
      } catch (error) {
        if (!isTableMissing(error)) throw error;
      }
    },
    async *tables() {
      for await (const { name } of all((options) => service.listTables(options))) if (name !== undefined) yield name;
    },
    async dropTable(table) {
      await inTime(callMs, (abortSignal) => service.deleteTable(table, { abortSignal }));
    },
  };
}

const ofService: ReadonlySet<string> = new Set(["odata.metadata", "odata.etag", "timestamp"]);

/** Without what the service adds. */
function stored(found: { readonly etag: string }): StoredEntity {
  const texts = Object.entries(found).filter(([name, value]) => typeof value === "string" && !ofService.has(name));
  return Object.fromEntries(texts) as StoredEntity;
}
