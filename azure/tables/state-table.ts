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
import { isNewer } from "../../shared/state/keys.ts";
import type { StateItem } from "../../shared/state/state-item.ts";
import { isConflict, isPassing, isRefusal, isTableMissing } from "../azure-errors.ts";
import type { TableCalls } from "./calls.ts";
import { entityProblem } from "./entity.ts";
import { stateEntityKey } from "./keys.ts";
import type { ReadPlace } from "./place-table.ts";
import { indexKeyOf, placeOfState, stateEntity, stateOfEntity } from "./state-entity.ts";
import { BY_PLACE_TABLE, STATE_TABLE } from "./tables.ts";

/** More writers than this on one subject in a row is contention that a replay resolves. */
const MAX_ATTEMPTS = 8;

interface Token {
  readonly etag: string;
  readonly item: StateItem;
}

export interface TableState {
  readonly calls: TableCalls;
  readonly readPlace: ReadPlace;
}

/** An entity the service would refuse for ever; said here because not every engine says it. */
class Refused extends Error {
  override readonly name = "Refused";
}

class Contended extends Error {
  override readonly name = "Contended";
}

export function tableState({ calls, readPlace }: TableState): StateTable<Token> {
  async function read(key: StateItem["key"], deadline: Deadline) {
    const entity = await calls.get(STATE_TABLE, stateEntityKey(key), deadline);
    if (entity === undefined) return undefined;
    const place = placeOfState(entity);
    const item = stateOfEntity(entity, place && (await readPlace(place, deadline)));
    return { item, token: { etag: entity.etag, item } };
  }

  /** Answers false when somebody else wrote in between. */
  async function put(item: StateItem, token: Token | undefined, deadline: Deadline): Promise<boolean> {
    const entity = stateEntity(item);
    if (entityProblem(entity, "state") !== undefined) throw new Refused();
    const entry = indexKeyOf(item);
    const before = token && indexKeyOf(token.item);
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
    read,
    async putIfNewer(item, deadline) {
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        const stored = await read(item.key, deadline);
        if (stored !== undefined && !isNewer(item.version, stored.item.version)) return;
        if (await put(item, stored?.token, deadline)) return;
      }
      throw new Contended();
    },
    putIfUnchanged: put,
    classify: (error) =>
      error instanceof Refused || isRefusal(error)
        ? "refused"
        : error instanceof Contended || isPassing(error) || isTableMissing(error)
          ? "passing"
          : "other",
  };
}
