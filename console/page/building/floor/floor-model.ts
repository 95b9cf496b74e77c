/** A floor as its server tells it: first whole, then what changed. */
import type { FloorAnswer, FloorChange, FloorSubject, RoomLine, ZoneLine } from "../../../api.ts";
import { isHere } from "./age.ts";
import { type Dots, newDots } from "./dots.ts";
import { groupOf, groups } from "./groups.ts";

export interface FloorModel {
  readonly dots: Dots;
  readonly subjects: ReadonlyMap<string, FloorSubject>;
  readonly said: Said | undefined;
  /** How many of each group are here, in the order of `groups`. */
  counts(nowMs: number): readonly number[];
  /** Again after a connection was lost: who is no longer in it is gone. */
  take(answer: FloorAnswer, atMs: number, jump: boolean): void;
  change(change: FloorChange, atMs: number, jump: boolean): void;
}

/** All but the subjects. */
export interface Said extends Pick<FloorAnswer, "names" | "timeZone" | "map" | "place"> {
  readonly atMs: number;
  readonly zones: readonly ZoneLine[];
  readonly rooms: readonly RoomLine[];
}

type Named = Pick<FloorSubject, "kind" | "id">;

/** As an address says it: `device:aa:bb`. */
export function subjectKey({ kind, id }: Named): string {
  return `${kind}:${id}`;
}

export function subjectOfKey(key: string): Named | undefined {
  const at = key.indexOf(":");
  return at < 1 || at === key.length - 1 ? undefined : { kind: key.slice(0, at), id: key.slice(at + 1) };
}

/** Times are of the window's own clock, in ms. */
export function newFloorModel(): FloorModel {
  const dots = newDots();
  const subjects = new Map<string, FloorSubject>();
  let said: Said | undefined;

  function put(subject: FloorSubject, atMs: number, jump: boolean): void {
    const key = subjectKey(subject);
    subjects.set(key, subject);
    const { xFt, yFt, seenAtMs } = subject;
    if (xFt === undefined || yFt === undefined) dots.remove(key);
    else dots.put(key, { xFt, yFt, seenAtMs, group: groupOf(subject.kind) }, atMs, jump);
  }

  function remove(key: string): void {
    subjects.delete(key);
    dots.remove(key);
  }

  return {
    dots,
    subjects,
    get said() {
      return said;
    },
    counts(nowMs) {
      const counts = groups.map(() => 0);
      for (const { kind, seenAtMs } of subjects.values())
        if (isHere(seenAtMs, nowMs)) (counts[groupOf(kind)] as number)++;
      return counts;
    },
    take({ subjects: whole, ...rest }, atMs, jump) {
      said = rest;
      const kept = new Set(whole.map(subjectKey));
      for (const key of subjects.keys()) if (!kept.has(key)) remove(key);
      for (const subject of whole) put(subject, atMs, jump);
    },
    change({ seen, gone, zones, rooms, atMs: saidAtMs }, atMs, jump) {
      if (said === undefined) return;
      said = { ...said, atMs: saidAtMs, ...(zones && { zones }), ...(rooms && { rooms }) };
      for (const one of gone) remove(subjectKey(one));
      for (const subject of seen) put(subject, atMs, jump);
    },
  };
}
