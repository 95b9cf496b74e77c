/** The requests of one AppendRows call, answered one after the other. https://cloud.google.com/bigquery/docs/write-api */
import { status } from "@grpc/grpc-js";
import type { Row } from "../../../shared/row.ts";
import { type Descriptor, type RowReader, rowReader } from "./table.ts";

export interface AppendRequest {
  readonly writeStream?: string;
  readonly offset?: unknown;
  readonly protoRows?: {
    readonly writerSchema?: { readonly protoDescriptor?: Descriptor };
    readonly rows?: { readonly serializedRows?: readonly Uint8Array[] };
  };
  /** Of the request as it came. */
  readonly size: number;
}

/** A failure ends the call. */
type Reply = { readonly answer: object } | { readonly failure: status; readonly details: string };

interface AppendOptions {
  /** The table a stream writes to, when it is there. */
  readonly tableOf: (stream: string) => { readonly isThere: boolean } | undefined;
  readonly isOutOfReach: () => boolean;
  readonly land: (rows: readonly Row[]) => Promise<void>;
}

/** What the service answers to a larger one names this limit. */
const MAX_REQUEST_BYTES = 10 * 1024 * 1024;

/** The stream and the description of rows are told once, by the first request. */
export function appender({ tableOf, isOutOfReach, land }: AppendOptions): (request: AppendRequest) => Promise<Reply> {
  let reader: RowReader | undefined;

  function begin({ writeStream = "", protoRows }: AppendRequest): Reply | RowReader {
    const table = tableOf(writeStream);
    if (table === undefined) return invalid("The first request names no default stream");
    if (!table.isThere) return { failure: status.NOT_FOUND, details: "The table is not there" };
    const descriptor = protoRows?.writerSchema?.protoDescriptor;
    if (descriptor === undefined) return invalid("The first request has no schema");
    const made = rowReader(descriptor);
    return typeof made === "string" ? invalid(made) : made;
  }

  return async (request) => {
    const { writeStream, offset, protoRows, size } = request;
    if (isOutOfReach()) return { failure: status.UNAVAILABLE, details: "The service is unavailable" };
    if (size > MAX_REQUEST_BYTES) return invalid(`AppendRows request too large: ${size}`);
    if (offset !== undefined && offset !== null) return invalid("The default stream takes no offset");
    const begun = reader ?? begin(request);
    if (!("read" in begun)) return begun;
    reader = begun;
    const checked = reader.read(protoRows?.rows?.serializedRows ?? []);
    if ("rowErrors" in checked) return { answer: rowsRefused(checked.rowErrors) };
    await land(checked.rows);
    return { answer: { appendResult: {}, writeStream } };
  };
}

/** With one row that is wrong, none is appended. */
function rowsRefused(errors: ReadonlyMap<number, string>): object {
  return {
    error: { code: status.INVALID_ARGUMENT, message: "Errors found while processing rows" },
    rowErrors: [...errors].map(([index, message]) => ({ index, code: "FIELDS_ERROR", message })),
  };
}

function invalid(details: string): Reply {
  return { failure: status.INVALID_ARGUMENT, details };
}
