/** Standard input → records: each line a record's text, or a record's bytes in base64 (the only way to put protobuf in lines). */
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

export const framings = ["lines", "base64-lines"] as const;
export type Framing = (typeof framings)[number];

export async function* recordsFrom(input: Readable, framing: Framing): AsyncGenerator<Uint8Array> {
  // latin1 keeps every byte as it is: what is not UTF-8 must reach the decoder unchanged.
  input.setEncoding("latin1");
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === "") continue;
    yield framing === "lines" ? Buffer.from(line, "latin1") : Buffer.from(line, "base64");
  }
}
