/** Entities of Table Storage, taken out again, and with them what names them in the index by place. */
import { odata } from "@azure/data-tables";
import type { StoredEntity, TableReadCalls } from "../../azure/tables/calls.ts";
import { placeIndexEntryOf } from "../../azure/tables/keys.ts";
import { BY_PLACE_TABLE, PLACES_TABLE } from "../../azure/tables/tables.ts";
import { noDeadline } from "../../shared/batch/deadline.ts";
import { AFTER_SEPARATOR, escaped, SEPARATOR, subjectText, tenantText } from "../../shared/state/key-text.ts";
import type { TablesEraser } from "../stage/tables-eraser.ts";
import { forgetInAccount } from "./forget-tables.ts";

export function tableEraser(calls: TableReadCalls): TablesEraser {
  async function removeWhere(table: string, filter: string, has: (entity: StoredEntity) => boolean): Promise<number> {
    const entities: StoredEntity[] = [];
    for await (const entity of calls.query(table, filter)) if (has(entity)) entities.push(entity);
    for (const entity of entities) await calls.remove(table, entity, noDeadline);
    return entities.length;
  }
  return {
    async subject(subject) {
      const { state, history } = await forgetInAccount(calls, subject, true);
      // Places it has left name it until the next sweep; they are of its tenant.
      const tenant = tenantText(subject.tenant);
      const ofTenant = odata`PartitionKey gt ${tenant + SEPARATOR} and PartitionKey lt ${tenant + AFTER_SEPARATOR}`;
      const text = subjectText(subject);
      await removeWhere(
        BY_PLACE_TABLE,
        ofTenant,
        (entity) => subjectText(placeIndexEntryOf(entity).key.subject) === text,
      );
      return state + history;
    },
    place({ tenant, id }) {
      const [from, before] = [escaped(id) + SEPARATOR, escaped(id) + AFTER_SEPARATOR];
      const ofPlace = odata`PartitionKey eq ${tenantText(tenant)} and RowKey gt ${from} and RowKey lt ${before}`;
      return removeWhere(PLACES_TABLE, ofPlace, () => true);
    },
  };
}
