/**
 * What became of letters that were put again. Stored: the tables have the event, by its identity. Rejected again: a new
 * letter has its position, or its very bytes where the transport tells no position; it is noted as put, so that the next
 * redrive leaves it. Values are compared and never told.
 */
import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { forEachConcurrently } from "../../shared/batch/concurrency.ts";
import { eventKeyOf } from "../../shared/state/keys.ts";
import type { GivenUp } from "../stage/given-up.ts";
import { isStored, type KeptEvent } from "../stage/is-stored.ts";
import { fatesOf } from "../stage/row-reading.ts";
import type { Stage, TablesConsumer } from "../stage/stage.ts";
import { type PutNote, writeNote } from "./notes.ts";
import { walk } from "./walk.ts";

export interface Since {
  stored: number;
  ignored: number;
  /** By code. */
  readonly rejectedAgain: Map<string, number>;
  /** Neither was seen yet. */
  unknown: number;
}

export interface Watch {
  add(letter: GivenUp, position: string | undefined): Promise<void>;
  /** Looks until every letter is accounted for, the time is over, or on abort. */
  results(waitMs: number, signal: AbortSignal): Promise<Since>;
}

interface Watched {
  /** Of its events; `undefined` where the stage's core reads none of it. */
  readonly events: readonly KeptEvent[] | undefined;
  readonly ignored: boolean;
}

const LOOK_AGAIN_MS = 2_000;
const CONCURRENT_READS = 16;
/** A clock of ours and one of the cloud's. */
const CLOCK_SKEW_MS = 60_000;

/** Memory is the letters', some hundred bytes each: whoever adds bounds them. */
export function watchLetters(
  { givenUp, tables }: Pick<Stage, "givenUp" | "tables">,
  consumer: TablesConsumer,
  startedAtMs: number,
): Watch {
  /** By position, or by their bytes, which several may share. */
  const watched = new Map<string, Watched[]>();
  let unknown = 0;

  /** One of those of the name is accounted for. */
  function take(name: string): void {
    const left = watched.get(name)?.slice(1) ?? [];
    if (left.length === 0) watched.delete(name);
    else watched.set(name, left);
    unknown--;
  }

  async function lookForLetters(since: Since, signal: AbortSignal): Promise<void> {
    const fromMs = startedAtMs - CLOCK_SKEW_MS;
    const isRecent = ({ receivedAtMs, unfit }: GivenUp) => receivedAtMs >= fromMs && unfit === undefined;
    for await (const { place, object, letters, note } of walk(givenUp, { fromMs, has: isRecent }, signal)) {
      // What was put, or was seen to come back, is no answer to it.
      const answers = letters.filter((letter) => !note.has(letter.index));
      const cameBack = new Map<number, PutNote>();
      for (const letter of answers) {
        const name = [letter.position, digestOf(letter)].find((known) => watched.has(known));
        if (name === undefined) continue;
        take(name);
        cameBack.set(letter.index, { atMs: startedAtMs });
        since.rejectedAgain.set(letter.code, (since.rejectedAgain.get(letter.code) ?? 0) + 1);
      }
      if (cameBack.size > 0) await writeNote(place, object, new Map([...note, ...cameBack]));
    }
  }

  async function lookInTables(since: Since): Promise<void> {
    await forEachConcurrently([...watched], CONCURRENT_READS, async ([name, letters]) => {
      const { events, ignored } = letters[0] ?? { events: undefined, ignored: false };
      if (events === undefined) return;
      const found = await Promise.all(events.map((event) => isStored(tables, event)));
      if (!found.every(Boolean)) return;
      for (const _ of letters) {
        take(name);
        if (ignored) since.ignored++;
        else since.stored++;
      }
    });
  }

  return {
    async add(letter, position) {
      const { payload, receivedAtMs } = letter;
      const fates = await fatesOf({ position: letter.position, payload, receivedAtMs }, consumer.core);
      const rows = fates.flatMap((fate) => ("row" in fate ? [fate.row] : []));
      const ignored = fates.length > 0 && fates.every(({ status }) => status === "ignored");
      const name = position ?? digestOf(letter);
      const events = rows.map((row) => ({
        ...eventKeyOf(row),
        inHistory: !consumer.historyExcludedTypes.has(row.event_type),
      }));
      const read = events.length > 0 || ignored ? events : undefined;
      watched.set(name, [...(watched.get(name) ?? []), { events: read, ignored }]);
      unknown++;
    },
    async results(waitMs, signal) {
      const since: Since = { stored: 0, ignored: 0, rejectedAgain: new Map(), unknown: 0 };
      for (const endMs = Date.now() + waitMs; ; ) {
        await lookForLetters(since, signal);
        await lookInTables(since);
        if (unknown === 0 || Date.now() >= endMs || signal.aborted) break;
        await sleep(Math.min(LOOK_AGAIN_MS, waitMs), undefined, { signal }).catch(() => {});
      }
      return { ...since, unknown };
    },
  };
}

function digestOf({ payload }: GivenUp): string {
  return createHash("sha256").update(payload).digest("base64");
}
