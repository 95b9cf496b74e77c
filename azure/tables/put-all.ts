/**
 * Putting many entities, one call each: a batch of Table Storage stays within one partition, which is one subject, and
 * costs an operation an entity all the same.
 */
import type { BackOff } from "../../shared/batch/back-off.ts";
import { forEachConcurrently } from "../../shared/batch/concurrency.ts";
import { errorName } from "../../shared/error-name.ts";
import { type Rejected, type Retry, rejected, retry } from "../../shared/outcome.ts";
import type { Deadline, FailedWrite } from "../../shared/ports.ts";
import { isPassing, isRefusal, isTableMissing } from "../azure-errors.ts";
import type { TableCalls } from "./calls.ts";
import { type Entity, entityProblem } from "./entity.ts";

const CONCURRENT_WRITES = 48;
const MAX_ATTEMPTS = 6;

export interface EntityWriter {
  readonly calls: Pick<TableCalls, "upsert" | "createTable">;
  readonly backOff: BackOff;
  /** What the table holds, for messages: `history`. */
  readonly what: string;
}

export interface Placed {
  readonly table: string;
  readonly entity: Entity;
}

/** `index` of a failure is that of the entity. Makes a table that is not there. */
export async function putAll(
  entities: readonly Placed[],
  writer: EntityWriter,
  deadline: Deadline,
): Promise<readonly FailedWrite[]> {
  const failures: FailedWrite[] = [];
  await forEachConcurrently([...entities.entries()], CONCURRENT_WRITES, async ([index, placed]) => {
    const fate = entityProblem(placed.entity, writer.what) ?? (await put(placed, writer, deadline));
    if (fate !== undefined) failures.push({ index, fate });
  });
  return failures;
}

async function put(
  { table, entity }: Placed,
  { calls, backOff, what }: EntityWriter,
  deadline: Deadline,
): Promise<Rejected | Retry | undefined> {
  let why = "";
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    if (attempt > 0) await backOff.wait(attempt, deadline);
    if (deadline.expired()) return retry(`time was up before the ${what} was written`);
    try {
      await calls.upsert(table, entity, deadline);
      return undefined;
    } catch (error) {
      if (isRefusal(error)) {
        const message = `Table Storage refused the ${what} entity as invalid`;
        return rejected({ stage: "write", code: "write-refused", message });
      }
      why = errorName(error);
      if (!isTableMissing(error) && !isPassing(error)) break;
      if (isTableMissing(error)) await calls.createTable(table, deadline).catch(() => undefined);
    }
  }
  return retry(`the ${what} table did not take the entity (${why})`);
}
