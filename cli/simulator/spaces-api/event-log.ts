/** The window of recent events that the pull channel can be asked for, in the order in which they came. */

/** https://developer.cisco.com/docs/cisco-spaces-firehose/http-streaming/ */
export const PARTITIONS = 12;

interface LoggedEvent {
  /** JSON and its newline. */
  readonly line: Buffer;
  /** Epoch ms. */
  readonly recordTimestamp: number;
  /** 1 to 12. */
  readonly partition: number;
}

export interface EventLog {
  append(event: { readonly recordUid: string; readonly recordTimestamp: number }): void;
  /** The place of the first event of the time or since; 0 is after the newest. */
  placeOf(fromTimestamp: number): number;
  /** The event at a place, or the oldest left after it; `undefined` where there is none yet. */
  at(place: number): { readonly event: LoggedEvent; readonly place: number } | undefined;
  /** Called at each event from now on; answers how to end that. */
  onAppend(listener: () => void): () => void;
}

/** Events older than `windowMs` before the newest are forgotten, as Cisco's are. */
export function eventLog(windowMs: number): EventLog {
  const events: LoggedEvent[] = [];
  const listeners = new Set<() => void>();
  let [forgotten, head, newest] = [0, 0, 0];
  return {
    append(event) {
      const { recordUid, recordTimestamp } = event;
      const line = Buffer.from(`${JSON.stringify(event)}\n`);
      events.push({ line, recordTimestamp, partition: partitionOf(recordUid) });
      newest = Math.max(newest, recordTimestamp);
      while (head < events.length && (events[head]?.recordTimestamp ?? newest) < newest - windowMs) head++;
      // In blocks: to shift one by one would move them all each time.
      if (head > BLOCK) {
        events.splice(0, head);
        forgotten += head;
        head = 0;
      }
      for (const listener of listeners) listener();
    },
    placeOf(fromTimestamp) {
      if (fromTimestamp === 0) return forgotten + events.length;
      const found = events.findIndex((event, index) => index >= head && event.recordTimestamp >= fromTimestamp);
      return forgotten + (found === -1 ? events.length : found);
    },
    at(place) {
      const index = Math.max(place - forgotten, head);
      const event = events[index];
      return event && { event, place: forgotten + index };
    },
    onAppend(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

const BLOCK = 10_000;

/** What Cisco shares them out by is not public. */
function partitionOf(recordUid: string): number {
  let hash = 0;
  for (let at = 0; at < recordUid.length; at++) hash = (Math.imul(hash, 31) + recordUid.charCodeAt(at)) >>> 0;
  return (hash % PARTITIONS) + 1;
}
