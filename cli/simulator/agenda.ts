/** Who speaks next: a binary heap by time, ties in the order of entry so that a seed decides everything. */
interface Entry<T> {
  readonly atMs: number;
  readonly order: number;
  readonly item: T;
}

export interface Agenda<T> {
  add(atMs: number, item: T): void;
  /** The earliest entry; the agenda must not be empty. */
  take(): { readonly atMs: number; readonly item: T };
}

export function newAgenda<T>(): Agenda<T> {
  const heap: Entry<T>[] = [];
  let entries = 0;
  const before = (a: Entry<T>, b: Entry<T>) => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
  const at = (index: number) => heap[index] as Entry<T>;
  const swap = (a: number, b: number) => {
    [heap[a], heap[b]] = [at(b), at(a)];
  };
  return {
    add(atMs, item) {
      let index = heap.push({ atMs, order: entries++, item }) - 1;
      for (let parent = (index - 1) >> 1; index > 0 && before(at(index), at(parent)); parent = (index - 1) >> 1) {
        swap(index, parent);
        index = parent;
      }
    },
    take() {
      const first = at(0);
      const last = heap.pop() as Entry<T>;
      if (heap.length === 0) return first;
      heap[0] = last;
      for (let index = 0; ; ) {
        const [left, right] = [2 * index + 1, 2 * index + 2];
        let least = index;
        if (left < heap.length && before(at(left), at(least))) least = left;
        if (right < heap.length && before(at(right), at(least))) least = right;
        if (least === index) return first;
        swap(index, least);
        index = least;
      }
    },
  };
}
