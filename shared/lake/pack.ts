/**
 * Many rows in one delivery record. Data Firehose bills every record as at least 5 KB
 * (https://aws.amazon.com/firehose/pricing/), so a row of its own costs several times what its bytes do.
 */
import type { Rejection } from "../outcome.ts";
import type { Row } from "../row.ts";
import { jsonLine } from "./json-line.ts";

export interface PackLimits {
  readonly maxBytes: number;
  readonly maxRows: number;
}

/** NDJSON of whole rows, each ended by one `\n`; `indexes` are their places in the rows given. */
export interface Chunk {
  readonly text: string;
  readonly bytes: number;
  readonly indexes: readonly number[];
}

export interface Packed {
  readonly chunks: readonly Chunk[];
  /** Rows that are too long for any record. */
  readonly tooLarge: readonly { readonly index: number; readonly rejection: Rejection }[];
}

/**
 * Packs rows in their order: every row is in exactly one chunk or rejected (`item-too-large`).
 * `byteLength` is the UTF-8 length of a text.
 */
export function packRows(
  rows: readonly Row[],
  byteLength: (text: string) => number,
  { maxBytes, maxRows }: PackLimits,
): Packed {
  const chunks: Chunk[] = [];
  const tooLarge: { index: number; rejection: Rejection }[] = [];
  let text = "";
  let bytes = 0;
  let indexes: number[] = [];

  function close(): void {
    if (indexes.length > 0) chunks.push({ text, bytes, indexes });
    text = "";
    bytes = 0;
    indexes = [];
  }

  for (const [index, row] of rows.entries()) {
    const line = jsonLine(row);
    const lineBytes = byteLength(line);
    if (lineBytes > maxBytes) {
      tooLarge.push({ index, rejection: problem(lineBytes, maxBytes) });
      continue;
    }
    if (bytes + lineBytes > maxBytes || indexes.length >= maxRows) close();
    text += line;
    bytes += lineBytes;
    indexes.push(index);
  }
  close();
  return { chunks, tooLarge };
}

function problem(bytes: number, maxBytes: number): Rejection {
  return {
    stage: "write",
    code: "item-too-large",
    message: `the row has ${bytes} bytes as JSON, more than the ${maxBytes} of a delivery record`,
  };
}
