/** Which letters of an object were put again: noted beside them, for whoever comes next and from wherever. No values. */
import { isObject } from "../../shared/event/event-record.ts";
import type { GivenUpPlace } from "../stage/given-up.ts";
import type { KeptObject } from "../stage/objects.ts";

export interface PutNote {
  readonly atMs: number;
  /** Where the letter went, where the transport tells. */
  readonly position?: string;
}

/** By the letter's place in the object. */
export type Note = ReadonlyMap<number, PutNote>;

export const noNote: Note = new Map();

/** What cannot be read says nothing: the letters are put once more, which does no harm. */
export async function readNote(place: GivenUpPlace, object: KeptObject): Promise<Note> {
  const text = (await place.objects.read(nameOf(place, object))).toString();
  try {
    const { put }: { put?: unknown } = JSON.parse(text);
    return new Map((Array.isArray(put) ? put : []).filter(isPut).map(({ index, ...note }) => [index, note]));
  } catch {
    return noNote;
  }
}

export async function writeNote(place: GivenUpPlace, object: KeptObject, note: Note): Promise<void> {
  const put = Array.from(note, ([index, { atMs, position }]) => ({ index, atMs, position }));
  await place.objects.write(nameOf(place, object), Buffer.from(JSON.stringify({ put })));
}

/** The objects of a place, and whether there is a note of each: both are listed in one order, and neither is held. */
export async function* objectsAndNotes(
  place: GivenUpPlace,
): AsyncGenerator<{ readonly object: KeptObject; readonly hasNote: boolean }> {
  const notes = place.objects.list(`${place.notesPrefix}${place.prefix}`)[Symbol.asyncIterator]();
  let note = await notes.next();
  for await (const object of place.objects.list(place.prefix)) {
    const name = nameOf(place, object);
    while (note.done !== true && note.value.name < name) note = await notes.next();
    yield { object, hasNote: note.done !== true && note.value.name === name };
  }
}

function nameOf({ notesPrefix }: GivenUpPlace, { name }: KeptObject): string {
  return `${notesPrefix}${name}`;
}

function isPut(value: unknown): value is PutNote & { readonly index: number } {
  return isObject(value) && Number.isInteger(value.index) && typeof value.atMs === "number";
}
