/** A set that can also be taken in turns and drawn from, each in constant time. */
import type { Random } from "./random.ts";

export interface Roster<T> {
  size(): number;
  add(member: T): void;
  remove(member: T): void;
  /** The members one after the other, over and over; `undefined` when there are none. */
  next(): T | undefined;
  any(random: Random): T | undefined;
}

export function roster<T>(): Roster<T> {
  const members: T[] = [];
  const places = new Map<T, number>();
  let turn = 0;
  return {
    size: () => members.length,
    add(member) {
      places.set(member, members.length);
      members.push(member);
    },
    remove(member) {
      const place = places.get(member);
      if (place === undefined) return;
      places.delete(member);
      const last = members.pop() as T;
      if (last === member) return;
      members[place] = last;
      places.set(last, place);
    },
    next() {
      if (members.length === 0) return undefined;
      turn = turn < members.length ? turn : 0;
      return members[turn++];
    },
    any: (random) => (members.length === 0 ? undefined : random.pick(members)),
  };
}
