/**
 * Gathers what comes one by one, so that it is processed together: the concurrent requests of an instance become
 * batches. Whoever hands an item in is given that item's own result.
 *
 * A lot is begun by its first item and goes when it is full or when that item has waited long enough; while all slots
 * are taken it goes on filling. Lots go in the order they were begun.
 *
 * A suspect is an item that may be what ends the process (it has come again and again). Suspects are gathered apart, and
 * a lot of theirs goes alone: nothing else is under way meanwhile, so that it takes nobody along but its own kind. They
 * begin one by one, and each lot that is survived doubles the next: after an outage, which makes a suspect of every
 * item, that is no slower for long, and a process that died begins anew with one. Which of them is first is left to chance:
 * they come again in the same order, and whoever stands behind the one that ends the process would never have its turn.
 */

export interface GatherOptions<Item, Result> {
  readonly waitMs: number;
  readonly maxItems: number;
  /** Of a lot, unless its one item is larger. */
  readonly maxBytes: number;
  /** Of all that waits and is under way; what comes beyond is turned away. */
  readonly maxHeldBytes: number;
  readonly maxUnderWay: number;
  /** Results in the order of the items. */
  readonly process: (items: readonly Item[]) => Promise<readonly Result[]>;
  /** A whole number from 0 to below `count`, by chance. */
  readonly pick: (count: number) => number;
  /** Calls back once, after so many milliseconds. */
  readonly after: (ms: number, callBack: () => void) => void;
}

interface Gathered<Item> {
  readonly item: Item;
  readonly bytes: number;
  readonly isSuspect: boolean;
}

/** `undefined`: it was turned away, or processing failed. Never rejects. */
export type Gather<Item, Result> = (gathered: Gathered<Item>) => Promise<Result | undefined>;

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result | undefined) => void;
}

interface Lot<Item, Result> {
  readonly waiting: Waiting<Item, Result>[];
  bytes: number;
  readonly isSuspect: boolean;
  isDue: boolean;
}

export function gather<Item, Result>(options: GatherOptions<Item, Result>): Gather<Item, Result> {
  type OneLot = Lot<Item, Result>;
  const { waitMs, maxBytes, maxHeldBytes, maxUnderWay } = options;
  /** In the order they were begun. */
  const lots: OneLot[] = [];
  const underWay = new Set<OneLot>();
  let heldBytes = 0;
  let maxSuspects = 1;

  const maxItems = (isSuspect: boolean) => (isSuspect ? Math.min(maxSuspects, options.maxItems) : options.maxItems);

  function lotFor(bytes: number, isSuspect: boolean): OneLot {
    const last = lots.findLast((lot) => lot.isSuspect === isSuspect);
    if (last !== undefined && last.waiting.length < maxItems(isSuspect) && last.bytes + bytes <= maxBytes) return last;
    if (last !== undefined && !isSuspect) last.isDue = true;
    const lot: OneLot = { waiting: [], bytes: 0, isSuspect, isDue: false };
    lots.push(lot);
    options.after(waitMs, () => {
      lot.isDue = true;
      go();
    });
    return lot;
  }

  /** The first one, once its wait is over and there is a slot; where that is a suspect, any of the suspects. */
  function nextLot(): OneLot | undefined {
    const [first] = lots;
    if (!first?.isDue) return undefined;
    if (!first.isSuspect) return underWay.size < maxUnderWay && !isSuspectUnderWay() ? first : undefined;
    if (underWay.size > 0) return undefined;
    const suspects = lots.filter(({ isSuspect }) => isSuspect);
    return suspects[options.pick(suspects.length)];
  }

  function isSuspectUnderWay(): boolean {
    return [...underWay].some(({ isSuspect }) => isSuspect);
  }

  function go(): void {
    for (let lot = nextLot(); lot !== undefined; lot = nextLot()) {
      lots.splice(lots.indexOf(lot), 1);
      underWay.add(lot);
      void run(lot);
    }
  }

  async function run(lot: OneLot): Promise<void> {
    const results = await settledResults(lot);
    for (const [index, { resolve }] of lot.waiting.entries()) resolve(results[index]);
    underWay.delete(lot);
    heldBytes -= lot.bytes;
    if (lot.isSuspect) maxSuspects = Math.min(2 * maxSuspects, options.maxItems);
    go();
  }

  async function settledResults({ waiting }: OneLot): Promise<readonly Result[]> {
    try {
      return await options.process(waiting.map(({ item }) => item));
    } catch {
      return [];
    }
  }

  return ({ item, bytes, isSuspect }) => {
    if (heldBytes > 0 && heldBytes + bytes > maxHeldBytes) return Promise.resolve(undefined);
    const { promise, resolve } = Promise.withResolvers<Result | undefined>();
    const lot = lotFor(bytes, isSuspect);
    lot.waiting.push({ item, resolve });
    lot.bytes += bytes;
    heldBytes += bytes;
    // Suspects wait for each other, so that chance has something to choose from.
    if (!isSuspect && (lot.waiting.length >= options.maxItems || lot.bytes >= maxBytes)) lot.isDue = true;
    go();
    return promise;
  };
}
