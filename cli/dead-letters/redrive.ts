/** Puts letters back into the transport they came from, and notes which. A note follows its put: what is put twice is stored once. */
import type { BackOff } from "../../shared/batch/back-off.ts";
import type { Progress } from "../progress.ts";
import type { GivenUp, GivenUpPlace } from "../stage/given-up.ts";
import { putAll } from "../stage/put-all.ts";
import type { Transport } from "../stage/transport.ts";
import { type PutNote, writeNote } from "./notes.ts";
import type { Selection } from "./selection.ts";
import { type WalkedObject, walk } from "./walk.ts";

export interface RedriveCounts {
  put: number;
  bytes: number;
  /** By an earlier redrive. */
  putBefore: number;
  /** By reason. */
  readonly left: Map<string, number>;
}

export interface Redrive {
  readonly selection: Selection;
  readonly transports: readonly Transport[];
  /** Also those that were put before. */
  readonly again: boolean;
  /** Only counts. */
  readonly dryRun: boolean;
  readonly backOff: BackOff;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Told of each letter that was put, and where it went. */
  readonly onPut: (letter: GivenUp, position: string | undefined) => Promise<void>;
}

export async function redrive(options: Redrive): Promise<RedriveCounts> {
  const counts: RedriveCounts = { put: 0, bytes: 0, putBefore: 0, left: new Map() };
  for (const place of options.selection.places) {
    if (options.signal.aborted) break;
    if (options.dryRun) for await (const item of fitting(place, options, counts)) countPut(counts, item.letter);
    else await redrivePlace(place, options, counts);
  }
  return counts;
}

/** A letter and the object it is of. */
interface Item {
  readonly letter: GivenUp;
  readonly of: OpenObject;
}

/** An object some of whose letters are on their way. */
interface OpenObject {
  readonly walked: WalkedObject;
  readonly put: Map<number, PutNote>;
  waiting: number;
  allGiven: boolean;
}

async function redrivePlace(place: GivenUpPlace, options: Redrive, counts: RedriveCounts): Promise<void> {
  const { transports, progress, signal } = options;
  const open = new Set<OpenObject>();
  // A place's letters came by one channel.
  const transport = transports.find(({ channel }) => channel === place.channel);
  if (transport === undefined) {
    for await (const _ of fitting(place, options, counts))
      countLeft(counts, `the ${place.channel} channel is not deployed`);
    return;
  }
  const items = fitting(place, options, counts, open);
  try {
    for await (const call of putAll(items, { ...options, transport, payloadOf: ({ letter }) => letter.payload })) {
      for (const { item, answer } of call) {
        item.of.waiting--;
        if (answer.refused !== undefined) {
          countLeft(counts, `the transport refused it (${answer.refused})`);
          continue;
        }
        const { position } = answer;
        item.of.put.set(item.letter.index, { atMs: Date.now(), ...(position !== undefined && { position }) });
        countPut(counts, item.letter);
        await options.onPut(item.letter, position);
      }
      await noteThose([...open].filter(({ waiting, allGiven }) => allGiven && waiting === 0));
      progress.tell(() => `${counts.put} letters put`);
      if (signal.aborted) break;
    }
  } finally {
    await noteThose([...open]);
  }

  async function noteThose(objects: readonly OpenObject[]): Promise<void> {
    await Promise.all(
      objects.map(async (object) => {
        open.delete(object);
        const { walked, put } = object;
        if (put.size > 0) await writeNote(place, walked.object, new Map([...walked.note, ...put]));
      }),
    );
  }
}

/** The letters that are to be put; the others are counted. */
async function* fitting(
  place: GivenUpPlace,
  { selection, transports, again, signal }: Redrive,
  counts: RedriveCounts,
  open = new Set<OpenObject>(),
): AsyncGenerator<Item> {
  const most = transports.find(({ channel }) => channel === place.channel)?.maxRecordBytes ?? Number.POSITIVE_INFINITY;
  for await (const walked of walk([place], selection, signal)) {
    const of: OpenObject = { walked, put: new Map(), waiting: 0, allGiven: false };
    open.add(of);
    for (const letter of walked.letters) {
      const reason = letter.unfit ?? (letter.payload.length > most ? "larger than the transport takes" : undefined);
      if (reason !== undefined) countLeft(counts, reason);
      else if (!again && walked.note.has(letter.index)) counts.putBefore++;
      else {
        of.waiting++;
        yield { letter, of };
      }
    }
    of.allGiven = true;
  }
}

function countPut(counts: RedriveCounts, { payload }: GivenUp): void {
  counts.put++;
  counts.bytes += payload.length;
}

function countLeft({ left }: RedriveCounts, reason: string): void {
  left.set(reason, (left.get(reason) ?? 0) + 1);
}
