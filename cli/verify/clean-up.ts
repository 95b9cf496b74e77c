/** What `spaces verify` put into a stage, out of it again. */
import { writeNote } from "../dead-letters/notes.ts";
import { walk } from "../dead-letters/walk.ts";
import type { StageOptions } from "../stage/find-stage.ts";
import type { Stage } from "../stage/stage.ts";
import type { Expected } from "./expected.ts";

export interface Batch {
  readonly tenant: string;
  readonly expected: Expected;
  /** Its letters are kept since then, epoch ms. */
  readonly lettersFromMs: number;
}

/** Answers how many items were deleted; `undefined` where this cloud's tables cannot be cleaned from here. */
export async function cleanUp(stage: Stage, batch: Batch, signal: AbortSignal): Promise<number | undefined> {
  const items = await deleteItems(stage, batch.expected);
  if (batch.expected.rejections.length > 0) await noteLetters(stage, batch, signal);
  return items;
}

async function deleteItems({ eraser }: Stage, { subjects, places }: Expected): Promise<number | undefined> {
  if (eraser === undefined) return undefined;
  let items = 0;
  for (const subject of subjects) items += await eraser.subject(subject);
  for (const place of places) items += await eraser.place(place);
  return items;
}

/** As put again: no redrive is to bring them back. */
async function noteLetters({ givenUp }: Stage, { tenant, lettersFromMs }: Batch, signal: AbortSignal): Promise<void> {
  const has = (letter: { readonly tenant?: string }) => letter.tenant === tenant;
  const atMs = Date.now();
  for await (const { place, object, note, letters } of walk(givenUp, { fromMs: lettersFromMs, has }, signal)) {
    const left = letters.filter(({ index }) => !note.has(index));
    if (left.length === 0) continue;
    await writeNote(place, object, new Map([...note, ...left.map(({ index }) => [index, { atMs }] as const)]));
  }
}

/** Landing files hold other rows, too, and go by themselves; what was compacted stays until it is forgotten. */
export function forgetCommands({ subjects }: Expected, { stage, local, outputs }: StageOptions): readonly string[] {
  const where = stage === undefined ? `--local${typeof local === "string" ? ` ${local}` : ""}` : `--stage ${stage}`;
  const of = outputs === undefined ? where : "--outputs -";
  return subjects.map(
    ({ tenant, kind, id }) => `spaces forget --subject '${kind}:${id}' --tenant ${tenant} ${of} --yes`,
  );
}
