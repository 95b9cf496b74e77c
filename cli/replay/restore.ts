/**
 * The lake's own rows into the tables again: whole rows, as they were mapped then and after the privacy policy of then.
 * Newest wins as ever, so that in whatever order they come the state is the one they left.
 */
import type { BackOff } from "../../shared/batch/back-off.ts";
import { noDeadline } from "../../shared/batch/deadline.ts";
import type { Row } from "../../shared/row.ts";
import type { TablesConsumer } from "../stage/stage.ts";
import { UserError } from "../user-error.ts";
import type { ReplayCounts, Wanted } from "./replay.ts";

/** The store tries each write several times by itself; this is for what outlasts that. */
const MAX_ATTEMPTS = 5;

/** Stores a page's rows and counts them. A UserError where the tables go on taking nothing. */
export function newRestore(
  { sink }: Pick<TablesConsumer, "sink">,
  wanted: Wanted,
  counts: ReplayCounts,
  { dryRun, backOff }: { readonly dryRun: boolean; readonly backOff: BackOff },
): (rows: readonly Row[]) => Promise<void> {
  /** Answers how many were refused for good. */
  async function write(rows: readonly Row[]): Promise<number> {
    let left = rows;
    let refused = 0;
    for (let attempt = 1; left.length > 0; attempt++) {
      const again: Row[] = [];
      let message = "";
      for (const { index, fate } of await sink.write(left, noDeadline)) {
        const row = left[index];
        if (fate.status === "retry") {
          if (row !== undefined) again.push(row);
          message = fate.message;
          continue;
        }
        refused++;
        const { code } = fate.rejection;
        counts.rejections.set(code, (counts.rejections.get(code) ?? 0) + 1);
      }
      if (again.length > 0 && attempt === MAX_ATTEMPTS)
        throw new UserError(
          `The tables do not take what is restored: ${message}. Run it again later; nothing is stored twice.`,
        );
      if (again.length > 0) await backOff.wait(attempt, noDeadline);
      left = again;
    }
    return refused;
  }
  return async (rows) => {
    const asked = rows.filter((row) => isWanted(row, wanted));
    counts.passedOver += rows.length - asked.length;
    const refused = dryRun ? 0 : await write(asked);
    counts.rejected += refused;
    counts.stored += asked.length - refused;
  };
}

function isWanted({ event_type, tenant_id }: Row, { types, tenants }: Wanted): boolean {
  return (types?.has(event_type) ?? true) && (tenants?.has(tenant_id ?? "") ?? true);
}
