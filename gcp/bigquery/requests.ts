/** Rows as requests that BigQuery takes, and those that no request can hold. */
import { errorName } from "../../shared/error-name.ts";
import { type Rejected, type RejectionCode, rejected } from "../../shared/outcome.ts";
import type { FailedWrite } from "../../shared/ports.ts";
import type { Row } from "../../shared/row.ts";
import { rowMessage } from "./row-message.ts";

/** Of an AppendRowsRequest: https://cloud.google.com/bigquery/docs/reference/storage/rpc/google.cloud.bigquery.storage.v1 */
const MAX_REQUEST_BYTES = 10_000_000;
/** The table's description and the envelope of a request have less. */
const ENVELOPE_BYTES = 16_384;
/** Tag and length before each row, at most. */
const ROW_OVERHEAD_BYTES = 6;

const MOST = MAX_REQUEST_BYTES - ENVELOPE_BYTES;

/** A row of a request; `index` is its place in the rows given. */
export interface Piece {
  readonly index: number;
  readonly message: Uint8Array;
}

/** One request after the other, each made when it is asked for. */
export function* requestsOf(rows: readonly Row[]): Generator<readonly Piece[] | FailedWrite> {
  let pieces: Piece[] = [];
  let bytes = 0;
  for (const [index, row] of rows.entries()) {
    const message = messageOf(row);
    if ("status" in message) {
      yield { index, fate: message };
      continue;
    }
    const size = message.length + ROW_OVERHEAD_BYTES;
    if (bytes + size > MOST) {
      yield pieces;
      [pieces, bytes] = [[], 0];
    }
    pieces.push({ index, message });
    bytes += size;
  }
  if (pieces.length > 0) yield pieces;
}

function messageOf(row: Row): Uint8Array | Rejected {
  try {
    const message = rowMessage(row);
    if (message.length + ROW_OVERHEAD_BYTES <= MOST) return message;
    return refusal("item-too-large", "the row is larger than a request to BigQuery can be");
  } catch (error) {
    return refusal("write-refused", `the row does not fit the columns of the lake (${errorName(error)})`);
  }
}

export function refusal(code: RejectionCode, message: string): Rejected {
  return rejected({ stage: "write", code, message });
}
