/** Azure's index by place is a table of its own: who does not stand in it is found under no place, whatever the state says. */
import type { TableReadCalls } from "../../azure/tables/calls.ts";
import type { EntityKey } from "../../azure/tables/keys.ts";
import { indexKeyOf } from "../../azure/tables/state-entity.ts";
import { BY_PLACE_TABLE } from "../../azure/tables/tables.ts";
import type { StateItem } from "../../shared/state/state-item.ts";

export async function foundByPlace(
  items: readonly StateItem[],
  calls: Pick<TableReadCalls, "query">,
): Promise<readonly StateItem[]> {
  const entries = new Set<string>();
  for await (const entity of calls.query(BY_PLACE_TABLE)) entries.add(nameOf(entity));
  return items.map((item) => {
    const entry = indexKeyOf(item);
    return entry === undefined || entries.has(nameOf(entry)) ? item : { ...item, place: undefined };
  });
}

function nameOf({ partitionKey, rowKey }: EntityKey): string {
  return JSON.stringify([partitionKey, rowKey]);
}
