/**
 * The function tells what became of a batch by its log, and Pub/Sub of each message that it is acknowledged: one may come
 * before the other. They are told together, so that what is acknowledged is accounted for at any moment.
 */
import type { ArrivedRecord, Delivery, Observer } from "../cloud.ts";

export interface Settlement {
  /** `settled`: how many messages of the batch will be acknowledged. Batches in the order of their answers. */
  reported(delivery: Delivery, settled: number): void;
  acknowledged(record: ArrivedRecord): void;
  /**
   * The function ended, and whom it has not answered by now it will not: its last reports are void. Of one that was answered
   * in part it is not known which part, so that all of it is told.
   */
  ended(): void;
}

export function newSettlement(observer: Pick<Observer, "delivered" | "acknowledged">): Settlement {
  let reports: { readonly delivery: Delivery; readonly settled: number }[] = [];
  const acknowledged: ArrivedRecord[] = [];

  function tell(): void {
    for (let [first] = reports; first !== undefined && first.settled <= acknowledged.length; [first] = reports) {
      reports.shift();
      observer.delivered(first.delivery);
      if (first.settled > 0) observer.acknowledged(acknowledged.splice(0, first.settled));
    }
  }

  return {
    reported(delivery, settled) {
      reports.push({ delivery, settled });
      tell();
    },
    acknowledged(record) {
      acknowledged.push(record);
      tell();
    },
    ended() {
      const [partly] = reports;
      reports = [];
      if (partly === undefined || acknowledged.length === 0) return;
      observer.delivered(partly.delivery);
      observer.acknowledged(acknowledged.splice(0));
    },
  };
}
