/**
 * The records of one shard, in memory, oldest first. What every consumer has read is kept for a while, so that it can be
 * read again; consumers are not known by name, so that each is taken to read a record once.
 */

interface LoggedRecord {
  /** 56 digits, ascending. */
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  /** base64, as it came and as it goes. */
  readonly data: string;
  readonly arrivedAtMs: number;
}

export interface ShardLog {
  /** Answers the record's sequence number; `undefined` when too much is waiting to be read. */
  append(partitionKey: string, data: string, nowMs: number): string | undefined;
  /** From that place on, as many as a call may hold; `next` is the place after them. A visitor is no consumer. */
  read(
    from: number,
    maxRecords: number,
    isVisitor?: boolean,
  ): { readonly records: readonly LoggedRecord[]; readonly next: number };
  /** Place of the oldest record kept, of the first at or after a time or a sequence number, and behind the newest. */
  oldest(): number;
  placeOf(isReached: (record: LoggedRecord) => boolean): number;
  end(): number;
}

export interface ShardLogLimits {
  /** How many consumers read every record. @default 1 */
  readonly consumers?: number;
  /** Base64 characters of records already read that are kept. */
  readonly keptChars: number;
  /** More than this waiting, and nothing is taken. */
  readonly waitingChars: number;
}

const MEBI = 1024 * 1024;
export const defaultLimits: ShardLogLimits = { keptChars: 4 * MEBI, waitingChars: 64 * MEBI };
/** 10 MiB of one call, as base64: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html */
const MAX_READ_CHARS = (10 * MEBI * 4) / 3;
/** Room is made in steps: taking the first of a long list away moves all others. */
const DROP_AT_ONCE = 1_024;

/** `start` is the shard's first sequence number. */
export function newShardLog(start: string, limits: ShardLogLimits = defaultLimits): ShardLog {
  const consumers = limits.consumers ?? 1;
  let records: (LoggedRecord & { reads: number })[] = [];
  /** Place of `records[0]`, and of the first record not all have read. */
  let [base, unread] = [0, 0];
  let [readChars, waitingChars] = [0, 0];
  const first = BigInt(start);

  function dropOldest(): void {
    let count = 0;
    while (readChars > limits.keptChars && base + count < unread) readChars -= records[count++]?.data.length ?? 0;
    if (count < DROP_AT_ONCE && count < records.length) {
      // Put back: not worth the move yet.
      for (let place = 0; place < count; place++) readChars += records[place]?.data.length ?? 0;
      return;
    }
    records = records.slice(count);
    base += count;
  }

  return {
    append(partitionKey, data, arrivedAtMs) {
      if (waitingChars > limits.waitingChars) return undefined;
      const sequenceNumber = String(first + BigInt(base + records.length + 1)).padStart(start.length, "0");
      records.push({ sequenceNumber, partitionKey, data, arrivedAtMs, reads: 0 });
      waitingChars += data.length;
      return sequenceNumber;
    },
    read(from, maxRecords, isVisitor = false) {
      const begin = Math.max(from, base);
      const taken: LoggedRecord[] = [];
      let chars = 0;
      for (let place = begin; place < base + records.length && taken.length < maxRecords; place++) {
        const record = records[place - base] as (typeof records)[number];
        if (taken.length > 0 && chars + record.data.length > MAX_READ_CHARS) break;
        chars += record.data.length;
        if (!isVisitor) record.reads++;
        taken.push(record);
      }
      const next = begin + taken.length;
      for (; unread < next && (records[unread - base]?.reads ?? consumers) >= consumers; unread++) {
        const length = records[unread - base]?.data.length ?? 0;
        readChars += length;
        waitingChars -= length;
      }
      dropOldest();
      return { records: taken, next };
    },
    oldest: () => base,
    placeOf(isReached) {
      const index = records.findIndex(isReached);
      return index === -1 ? base + records.length : base + index;
    },
    end: () => base + records.length,
  };
}
