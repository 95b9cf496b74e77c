/** `--input`: a file's lines as records, each with the number of events in it. */
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { type Framing, recordsFrom } from "../cli/framing.ts";
import type { EncodedRecord } from "../cli/simulator/records.ts";
import { UserError } from "../cli/user-error.ts";
import { nodeCodec } from "../runtime/node-codec.ts";
import { DEFAULT_MAX_RECORD_BYTES, decoder } from "../shared/decode/decode.ts";

/** More does not fit into an invocation's 6 MB once it is base64. */
const MAX_INPUT_RECORD_BYTES = 4 * 1024 * 1024;
const SAMPLE_BYTES = 64 * 1024;

export interface InputFile {
  readonly records: AsyncIterable<EncodedRecord>;
}

/** A file that cannot be read or holds nothing is a UserError. */
export async function openInput(path: string): Promise<InputFile> {
  const sample = await readSample(path);
  if (sample.trim() === "") throw new UserError(`The --input file holds no record; give one event per line.`);
  return { records: readRecords(path, framingOf(sample)) };
}

async function readSample(path: string): Promise<string> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(SAMPLE_BYTES), 0, SAMPLE_BYTES, 0);
      return buffer.toString("latin1", 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const reason =
      code === "ENOENT" ? "does not exist" : code === "EISDIR" ? "is a folder" : `cannot be read (${code})`;
    throw new UserError(`The --input file ${reason}; give a file with one event per line.`);
  }
}

/** base64 when every line of the beginning is; a JSON object is never. */
function framingOf(sample: string): Framing {
  const lines = sample.split("\n").map((line) => line.trim());
  // The last one may be cut off.
  const whole = lines.slice(0, Math.max(1, lines.length - 1)).filter((line) => line !== "");
  return whole.every((line) => line.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(line)) ? "base64-lines" : "lines";
}

async function* readRecords(path: string, framing: Framing): AsyncGenerator<EncodedRecord> {
  const decode = decoder({ codec: nodeCodec, encoding: "auto", maxRecordBytes: DEFAULT_MAX_RECORD_BYTES });
  let line = 0;
  for await (const bytes of recordsFrom(createReadStream(path), framing)) {
    line++;
    if (bytes.length > MAX_INPUT_RECORD_BYTES)
      throw new UserError(
        `Record ${line} of the --input file has more than 4 MiB, which no invocation takes; remove it.`,
      );
    yield { bytes, events: Math.max(1, decode(bytes).length) };
  }
}
