/** What decoding one record has at hand. */
import type { Codec } from "../ports.ts";
import type { Budget } from "./budget.ts";
import type { LocationMemo } from "./location-memo.ts";

/** `auto` tells by the bytes; the other two refuse anything else. */
export type Encoding = "auto" | "json" | "protobuf";

export interface DecodeOptions {
  readonly codec: Codec;
  readonly encoding: Encoding;
  /** Largest record, and largest single event inside one, in bytes. */
  readonly maxRecordBytes: number;
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
