/** What decoding one record has at hand. */
import type { Codec } from "../ports.ts";
import type { Budget } from "./budget.ts";
import type { LocationMemo } from "./location-memo.ts";

/** `auto` tells by the bytes; the other two refuse anything else. */
export type Encoding = "auto" | "json" | "protobuf";

/** What a record turns out to be, from the outside in; `unframed` is JSON that is not one event a line. */
export type RecordForm = "kpl" | "gzip" | "json" | "unframed" | "protobuf";

export interface DecodeOptions {
  readonly codec: Codec;
  readonly encoding: Encoding;
  /** Largest record, and largest single event inside one, in bytes. */
  readonly maxRecordBytes: number;
  /** Told of each form as it is found: for who explains a record. */
  readonly observe?: ((form: RecordForm) => void) | undefined;
}

/** The location trees seen so far, per encoding. */
interface Memos {
  readonly json: LocationMemo;
  readonly protobuf: LocationMemo;
}

export interface Context {
  readonly options: DecodeOptions;
  readonly memos: Memos;
  readonly budget: Budget;
}
