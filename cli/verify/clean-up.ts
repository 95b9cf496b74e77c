/** What `spaces verify` put into a stage, out of it again. */

import type { StageOptions } from "../stage/find-stage.ts";
import type { Stage } from "../stage/stage.ts";
import type { Expected } from "./expected.ts";

/** Answers how many items were deleted; `undefined` where this cloud's tables cannot be cleaned from here. */
export async function cleanUp({ eraser }: Stage, { subjects, places }: Expected): Promise<number | undefined> {
  if (eraser === undefined) return undefined;
  let items = 0;
  for (const subject of subjects) items += await eraser.subject(subject);
  for (const place of places) items += await eraser.place(place);
  return items;
}

/** Landing files hold other rows, too, and go by themselves; what was compacted stays until it is forgotten. */
export function forgetCommands({ subjects }: Expected, { stage, local, outputs }: StageOptions): readonly string[] {
  const where = stage === undefined ? `--local${typeof local === "string" ? ` ${local}` : ""}` : `--stage ${stage}`;
  const of = outputs === undefined ? where : "--outputs -";
  return subjects.map(
    ({ tenant, kind, id }) => `spaces forget --subject '${kind}:${id}' --tenant ${tenant} ${of} --yes`,
  );
}
