/** One subject out of the tables of an account: what is true of it now, where it stands in the index by place, its history. */
import { odata } from "@azure/data-tables";
import type { StoredEntity, TableReadCalls } from "../../azure/tables/calls.ts";
import { indexKeyOf, stateOfEntity } from "../../azure/tables/state-entity.ts";
import { BY_PLACE_TABLE, isHistory, STATE_TABLE } from "../../azure/tables/tables.ts";
import { forEachConcurrently } from "../../shared/batch/concurrency.ts";
import { noDeadline } from "../../shared/batch/deadline.ts";
import { subjectText } from "../../shared/state/key-text.ts";
import type { SubjectKey } from "../../shared/state/keys.ts";

const CONCURRENT_DELETES = 32;

/** Answers how many entities are the subject's; deletes them where `write` is true. */
export async function forgetInAccount(
  calls: TableReadCalls,
  subject: SubjectKey,
  write: boolean,
): Promise<{ readonly state: number; readonly history: number }> {
  const filter = odata`PartitionKey eq ${subjectText(subject)}`;
  const tables: string[] = [];
  for await (const table of calls.tables()) if (isHistory(table)) tables.push(table);
  const removeAll = async (table: string, before: (entity: StoredEntity) => Promise<void> = async () => {}) => {
    const entities: StoredEntity[] = [];
    for await (const entity of calls.query(table, filter)) entities.push(entity);
    if (write)
      await forEachConcurrently(entities, CONCURRENT_DELETES, async (entity) => {
        await before(entity);
        await calls.remove(table, entity, noDeadline);
      });
    return entities.length;
  };
  // Before the state, which alone tells where it stands.
  const state = await removeAll(STATE_TABLE, async (entity) => {
    const entry = indexKeyOf(stateOfEntity(entity, undefined));
    if (entry !== undefined) await calls.remove(BY_PLACE_TABLE, entry, noDeadline);
  });
  let history = 0;
  for (const table of tables) history += await removeAll(table);
  return { state, history };
}
