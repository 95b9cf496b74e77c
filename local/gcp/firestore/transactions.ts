/**
 * Transactions under optimistic concurrency, the Enterprise edition's default: what one has read must not have changed
 * when it commits. The first to commit wins, the others are aborted, and their client begins again.
 * https://cloud.google.com/firestore/docs/transaction-data-contention
 */
import { status } from "@grpc/grpc-js";
import { type Documents, isSameTime, type Time } from "./documents.ts";
import { Refusal } from "./refusal.ts";

export interface Transactions {
  begin(): Buffer;
  /** `undefined`: there was no such document. */
  read(id: Uint8Array, name: string, updateTime: Time | undefined): void;
  /** It is over, whatever comes of it. */
  end(id: Uint8Array): void;
  /** Ends it; throws where something it read has changed. */
  check(id: Uint8Array): void;
}

export function transactionsOn(documents: Documents): Transactions {
  const open = new Map<string, Map<string, Time | undefined>>();
  let begun = 0;

  function readsOf(id: Uint8Array): Map<string, Time | undefined> {
    const reads = open.get(Buffer.from(id).toString());
    if (reads === undefined) throw new Refusal(status.INVALID_ARGUMENT, "The transaction is over, or never was.");
    return reads;
  }

  return {
    begin() {
      const id = `transaction-${++begun}`;
      open.set(id, new Map());
      return Buffer.from(id);
    },
    read(id, name, updateTime) {
      const reads = readsOf(id);
      if (!reads.has(name)) reads.set(name, updateTime);
    },
    end(id) {
      open.delete(Buffer.from(id).toString());
    },
    check(id) {
      const reads = readsOf(id);
      open.delete(Buffer.from(id).toString());
      for (const [name, updateTime] of reads)
        if (!isSameTime(documents.get(name)?.updateTime, updateTime))
          throw new Refusal(status.ABORTED, "Too much contention on these documents. Please try again.");
    },
  };
}
