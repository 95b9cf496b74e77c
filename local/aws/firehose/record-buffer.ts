/** Records waiting to be transformed or delivered. */
import type { DeliveryRecord } from "./transform.ts";

interface RecordBuffer {
  add(record: DeliveryRecord): void;
  bytes(): number;
  /** What is waiting, in order; the buffer is empty afterwards. */
  drain(): readonly DeliveryRecord[];
}

export function recordBuffer(): RecordBuffer {
  let records: DeliveryRecord[] = [];
  let bytes = 0;
  return {
    add(record) {
      records.push(record);
      bytes += record.data.length;
    },
    bytes: () => bytes,
    drain() {
      const drained = records;
      records = [];
      bytes = 0;
      return drained;
    },
  };
}
