/** Numbers that one thread counts up and another reads, without a message for each. */
export interface Counters {
  add(index: number, amount: number): void;
  read(index: number): number;
}

const COUNTER_BYTES = 8;

/** To be given to the thread that counts. */
export function counterMemory(counters: number): SharedArrayBuffer {
  return new SharedArrayBuffer(counters * COUNTER_BYTES);
}

export function countersIn(memory: SharedArrayBuffer): Counters {
  const cells = new BigInt64Array(memory);
  return {
    add: (index, amount) => void Atomics.add(cells, index, BigInt(amount)),
    read: (index) => Number(Atomics.load(cells, index)),
  };
}
