/** Goes through every letter of a selection, an object at a time, however many there are. */
import type { GivenUp, GivenUpPlace } from "../stage/given-up.ts";
import type { KeptObject } from "../stage/objects.ts";
import { type Note, noNote, objectsAndNotes, readNote } from "./notes.ts";
import type { Selection } from "./selection.ts";

export interface WalkedObject {
  readonly place: GivenUpPlace;
  readonly object: KeptObject;
  readonly note: Note;
  /** Those selected; what was met before is left out. */
  readonly letters: readonly GivenUp[];
}

/** Objects read at once: most are small, and a read is a round trip. */
const READ_AHEAD = 8;

export async function* walk(
  places: readonly GivenUpPlace[],
  selection: Pick<Selection, "fromMs" | "has">,
  signal: AbortSignal,
): AsyncGenerator<WalkedObject> {
  const isNew = notMetBefore();
  for (const place of places) {
    const reading: Promise<ReadObject>[] = [];
    for await (const { object, hasNote } of objectsAndNotes(place)) {
      if (signal.aborted) break;
      // Whatever it keeps was received before it was written.
      if (object.keptAtMs < selection.fromMs) continue;
      const read = readObject(place, object, hasNote);
      // It is awaited in its turn; a failure meanwhile is not unhandled.
      read.catch(() => {});
      reading.push(read);
      if (reading.length === READ_AHEAD) yield lettersOf(await (reading.shift() as Promise<ReadObject>));
    }
    for (const read of reading) if (!signal.aborted) yield lettersOf(await read);
  }

  function lettersOf({ bytes, ...read }: ReadObject): WalkedObject {
    const letters = [...read.place.letters(read.object, bytes)].filter(isNew).filter(selection.has);
    return { ...read, letters };
  }
}

type ReadObject = Omit<WalkedObject, "letters"> & { readonly bytes: Buffer };

async function readObject(place: GivenUpPlace, object: KeptObject, hasNote: boolean): Promise<ReadObject> {
  const [bytes, note] = await Promise.all([
    place.objects.read(object.name),
    hasNote ? readNote(place, object) : noNote,
  ]);
  return { place, object, note, bytes };
}

/** A batch that is delivered again from its middle keeps its letters again, in an object beside the first. */
const REMEMBERED = 100_000;

function notMetBefore(): (letter: GivenUp) => boolean {
  let [recent, before] = [new Set<string>(), new Set<string>()];
  return ({ place, source, position, part }) => {
    if (position === "") return true;
    const key = `${place} ${source} ${position} ${part}`;
    if (recent.has(key) || before.has(key)) return false;
    if (recent.size === REMEMBERED) [recent, before] = [new Set(), recent];
    recent.add(key);
    return true;
  };
}
