/**
 * Pulled events as records of the transport: some tens in each, so that an hour's events pass through shards that are cut
 * for a second's. A record begins with a blank line, which is no event to the core: by it, what was pulled is told from
 * what Cisco pushes, in any transport.
 */

const NEWLINE = 0x0a;
/** Well below what every transport takes. */
const MAX_RECORD_BYTES = 32_768;

export function recordsOfLines(lines: readonly Uint8Array[]): readonly Uint8Array[] {
  const records: Uint8Array[] = [];
  let [group, bytes]: [Uint8Array[], number] = [[], 0];
  const close = () => {
    if (group.length > 0) records.push(Buffer.concat([lineEnd, ...group]));
    [group, bytes] = [[], 0];
  };
  for (const line of lines) {
    if (bytes + line.length > MAX_RECORD_BYTES) close();
    group.push(line, lineEnd);
    bytes += line.length + 1;
  }
  close();
  return records;
}

/** The lines a record was made of. */
export function linesOf(record: Uint8Array): readonly Buffer[] {
  const text = Buffer.from(record).toString("utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => Buffer.from(line));
}

const lineEnd = Buffer.from([NEWLINE]);

/** Whether a record of the transport is one of these. */
export function isPulled(payload: Uint8Array): boolean {
  return payload[0] === NEWLINE && payload[1] === 0x7b;
}
