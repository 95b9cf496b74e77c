/**
 * The state table as the core's port. Table Storage knows no condition but the ETag, so "only if newer" is a read, a
 * comparison and a write on condition that nothing changed in between.
 *
 * The index by place is a table of its own, written before the state when the place or the slot changes: an entry shows
 * somebody only while the state says the same, so one that was written for nothing, or is left behind, shows nobody and
 * is swept. The other way round a process that ends in between would leave somebody nowhere; and an old entry that is
 * taken away here could be that of a writer who came back to it.
 */
import type { Deadline, StateTable } from "../../shared/ports.ts";
import { classifyWrite, putUnlessNewer, Refused } from "../../shared/state/compare-and-put.ts";
import type { ReadPlace } from "../../shared/state/read-place.ts";
import type { StateItem } from "../../shared/state/state-item.ts";
import { isConflict, isPassing, isRefusal, isTableMissing } from "../azure-errors.ts";
import type { StoredEntity, TableCalls } from "./calls.ts";
import { entityProblem } from "./entity.ts";
import { type EntityKey, stateEntityKey } from "./keys.ts";
import { indexKeyOf, placeOfState, stateEntity, stateOfEntity, versionOfEntity } from "./state-entity.ts";
import { BY_PLACE_TABLE, STATE_TABLE } from "./tables.ts";

interface Token {
  readonly etag: string;
  /** Where it stands in the index by place. */
  readonly entry: EntityKey | undefined;
}

export interface TableState {
  readonly calls: TableCalls;
  readonly readPlace: ReadPlace;
}

export function tableState({ calls, readPlace }: TableState): StateTable<Token> {
  /** Neither the version nor the place in the index needs what a place says of itself. */
  const tokenOf = (entity: StoredEntity): Token => ({
    etag: entity.etag,
    entry: indexKeyOf(stateOfEntity(entity, undefined)),
  });

  /** Answers false when somebody else wrote in between. */
  async function put(item: StateItem, token: Token | undefined, deadline: Deadline): Promise<boolean> {
    const entity = stateEntity(item);
    if (entityProblem(entity, "state") !== undefined) throw new Refused();
    const entry = indexKeyOf(item);
    const before = token?.entry;
    if (entry !== undefined && (entry.partitionKey !== before?.partitionKey || entry.rowKey !== before.rowKey))
      await calls.upsert(BY_PLACE_TABLE, { ...entry }, deadline);
    try {
      if (token === undefined) await calls.insert(STATE_TABLE, entity, deadline);
      else await calls.replace(STATE_TABLE, entity, token.etag, deadline);
      return true;
    } catch (error) {
      if (isConflict(error)) return false;
      throw error;
    }
  }

  return {
    async read(key, deadline) {
      const entity = await calls.get(STATE_TABLE, stateEntityKey(key), deadline);
      if (entity === undefined) return undefined;
      const place = placeOfState(entity);
      const item = stateOfEntity(entity, place && (await readPlace(place, deadline)));
      return { item, token: { etag: entity.etag, entry: indexKeyOf(item) } };
    },
    putIfNewer: (item, deadline) =>
      putUnlessNewer({
        version: item.version,
        read: () => calls.get(STATE_TABLE, stateEntityKey(item.key), deadline),
        versionOf: versionOfEntity,
        put: (entity) => put(item, entity && tokenOf(entity), deadline),
      }),
    putIfUnchanged: put,
    classify: classifyWrite(isRefusal, (error) => isPassing(error) || isTableMissing(error)),
  };
}
