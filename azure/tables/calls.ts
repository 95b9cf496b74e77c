/**
 * The few calls the stores make of Table Storage. All but `query` and `list` reject with the SDK's RestError.
 * https://learn.microsoft.com/javascript/api/overview/azure/data-tables-readme
 */
import type { Deadline } from "../../shared/ports.ts";
import type { Entity } from "./entity.ts";
import type { EntityKey } from "./keys.ts";

export type StoredEntity = Entity & { readonly etag: string };

export interface TableCalls {
  upsert(table: string, entity: Entity, deadline: Deadline): Promise<void>;
  /** Fails when it is there. */
  insert(table: string, entity: Entity, deadline: Deadline): Promise<void>;
  /** Fails when it has changed since. */
  replace(table: string, entity: Entity, etag: string, deadline: Deadline): Promise<void>;
  get(table: string, key: EntityKey, deadline: Deadline): Promise<StoredEntity | undefined>;
  /** Of one that is not there: nothing. `etag`: only when it is unchanged. */
  remove(table: string, key: EntityKey, deadline: Deadline, etag?: string): Promise<void>;
  /** Makes it where it is not there. */
  createTable(table: string, deadline: Deadline): Promise<void>;
}

/** The reader's and the sweeper's. A table that is not there has no entities. */
export interface TableReadCalls extends Pick<TableCalls, "get" | "remove"> {
  /** `filter` is OData's, with its values escaped. */
  query(table: string, filter?: string): AsyncIterable<StoredEntity>;
  tables(): AsyncIterable<string>;
  dropTable(table: string): Promise<void>;
}
