/** `--input`: a file's lines as records, each with the number of events in it. A gzip file is unpacked on the way. */
import { openRecordFile } from "../cli/record-file.ts";
import type { EncodedRecord } from "../cli/simulator/records.ts";
import { UserError } from "../cli/user-error.ts";
import { nodeCodec } from "../runtime/node-codec.ts";
import { DEFAULT_MAX_RECORD_BYTES, decoder } from "../shared/decode/decode.ts";

/** More does not fit into an invocation's 6 MB once it is base64. */
const MAX_INPUT_RECORD_BYTES = 4 * 1024 * 1024;
const OPENING_BRACE = 0x7b;
const NEWLINE = 0x0a;
/** `}` and `{` with nothing but space between: perhaps a second event, perhaps part of a text. */
const SECOND_OBJECT = /\}\s*\{/;

export interface InputFile {
  readonly records: AsyncIterable<EncodedRecord>;
}

/** A file that cannot be read or holds nothing is a UserError. */
export async function openInput(path: string): Promise<InputFile> {
  return { records: readRecords(await openRecordFile(path, "The --input file")) };
}

async function* readRecords(records: AsyncIterable<Uint8Array>): AsyncGenerator<EncodedRecord> {
  const decode = decoder({ codec: nodeCodec, encoding: "auto", maxRecordBytes: DEFAULT_MAX_RECORD_BYTES });
  let line = 0;
  for await (const bytes of records) {
    line++;
    if (bytes.length > MAX_INPUT_RECORD_BYTES)
      throw new UserError(
        `Record ${line} of the --input file has more than 4 MiB, which no invocation takes; remove it.`,
      );
    yield { bytes, events: isOneObject(bytes) ? 1 : Math.max(1, decode(bytes).length) };
  }
}

/** What most lines are, seen without decoding them. */
function isOneObject(bytes: Uint8Array): boolean {
  if (bytes[0] !== OPENING_BRACE || bytes.includes(NEWLINE)) return false;
  return !SECOND_OBJECT.test(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1"));
}
