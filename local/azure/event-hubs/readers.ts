/**
 * Who reads a partition. A reader with an epoch (`ownerLevel`) takes it from every reader of its group with a lower one
 * or none; while one with an epoch reads, no reader without may.
 * https://learn.microsoft.com/azure/event-hubs/event-hubs-event-processor-host#epoch
 */

export interface Reader {
  readonly group: string;
  /** `undefined`: any number of such readers may read. */
  readonly epoch: number | undefined;
  /** The next sequence number to be sent. */
  next: number;
  /** Sends what there is, as far as there is credit. */
  pump(): void;
  /** Ends the link: `description` says who took the partition. */
  disconnect(description: string): void;
}

export interface Readers {
  /** The reason why not, or `undefined` and it reads. */
  add(reader: Reader): string | undefined;
  remove(reader: Reader): void;
  pump(): void;
}

export function newReaders(): Readers {
  const readers = new Set<Reader>();
  return {
    add(reader) {
      const others = [...readers].filter(({ group }) => group === reader.group);
      const stronger = others.find(
        ({ epoch }) => epoch !== undefined && (reader.epoch === undefined || epoch > reader.epoch),
      );
      if (stronger !== undefined) return `A receiver with epoch ${stronger.epoch} reads the partition already`;
      if (reader.epoch !== undefined) {
        for (const other of others) {
          readers.delete(other);
          other.disconnect(`New receiver with epoch ${reader.epoch} is created`);
        }
      }
      readers.add(reader);
      return undefined;
    },
    remove: (reader) => readers.delete(reader),
    pump() {
      for (const reader of readers) reader.pump();
    },
  };
}
