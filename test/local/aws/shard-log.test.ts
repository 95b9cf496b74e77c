import { describe, expect, it } from "vitest";
import { newShardLog } from "../../../local/aws/stand-ins/kinesis/shard-log.ts";

const START = "49590338271490256608559692538361571095921575989136588898";

describe("The log of a shard", () => {
  it("gives every record once, in order, with ascending sequence numbers of one length", () => {
    const log = newShardLog(START);
    for (let n = 0; n < 25; n++) log.append("key", String(n), n);
    const numbers: string[] = [];
    const texts: string[] = [];
    for (let place = log.oldest(); place < log.end(); ) {
      const { records, next } = log.read(place, 10);
      for (const { data, sequenceNumber } of records) {
        texts.push(data);
        numbers.push(sequenceNumber);
      }
      place = next;
    }
    expect(texts).toEqual(Array.from({ length: 25 }, (_, n) => String(n)));
    expect(numbers).toEqual([...new Set(numbers)].sort());
    expect(numbers.every((number) => number.length === START.length && number > START)).toBe(true);
  });

  it("lets go of what was read, never of what was not, and goes on counting", () => {
    const log = newShardLog(START, { keptChars: 1_000, waitingChars: 1_000_000 });
    const append = () => log.append("key", "x".repeat(100), 0) ?? "";
    for (let n = 0; n < 5_000; n++) append();
    expect(log.oldest()).toBe(0);
    const { next } = log.read(0, 4_000);
    expect(next).toBe(4_000);
    expect(log.oldest()).toBe(3_990);
    const before = log.read(4_999, 1).records[0]?.sequenceNumber ?? "";
    expect(append() > before).toBe(true);
    expect(log.read(0, 10_000).records).toHaveLength(5_001 - 3_990);
  });

  it("takes nothing when too much is waiting, and takes again when it was read", () => {
    const log = newShardLog(START, { keptChars: 0, waitingChars: 250 });
    const append = () => log.append("key", "x".repeat(100), 0);
    expect([append(), append(), append()].includes(undefined)).toBe(false);
    expect(append()).toBeUndefined();
    log.read(0, 10);
    expect(append()).toBeDefined();
  });

  it("lets go of nothing for a visitor, who is none of those it is kept for", () => {
    const log = newShardLog(START, { keptChars: 0, waitingChars: 1_000_000 });
    for (let n = 0; n < 5_000; n++) log.append("key", "x".repeat(100), 0);
    expect(log.read(0, 5_000, true).records).toHaveLength(5_000);
    expect(log.oldest()).toBe(0);
    log.read(0, 5_000);
    expect(log.oldest()).toBe(5_000);
  });

  it("finds the place of a time and of a sequence number", () => {
    const log = newShardLog(START);
    const numbers = [1, 2, 3].map((at) => log.append("key", "x", at));
    expect(log.placeOf(({ arrivedAtMs }) => arrivedAtMs >= 2)).toBe(1);
    expect(log.placeOf(({ sequenceNumber }) => sequenceNumber > String(numbers[2]))).toBe(3);
  });
});

describe("The records of a shard with two consumers", () => {
  it("wait for the slower one, however far the other has read", () => {
    const log = newShardLog(START, { consumers: 2, keptChars: 1_000, waitingChars: 1_000_000 });
    for (let n = 0; n < 5_000; n++) log.append("key", "x".repeat(100), 0);
    log.read(0, 5_000);
    expect(log.oldest()).toBe(0);
    expect(log.read(0, 5_000).records).toHaveLength(5_000);
    expect(log.oldest()).toBe(4_990);
  });
});
