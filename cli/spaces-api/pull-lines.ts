/** One connection to the pull channel: its lines, as they come, until it ends. */

import { UserError } from "../user-error.ts";
import type { ApiAccess } from "./access.ts";
import { codeOf, PassingApiError, requestApi } from "./request.ts";

/** Of Cisco's 12; both included. */
export interface PartitionRange {
  readonly minPartition: number;
  readonly maxPartition: number;
}

export interface PullOptions extends PartitionRange {
  readonly access: ApiAccess;
  /** Epoch ms. */
  readonly fromTimestamp: number;
  /** A connection on which nothing came for so long is dead. */
  readonly silenceMs: number;
  readonly signal: AbortSignal;
}

/** Three KEEP_ALIVEs, of which one comes after 15 s of nothing. */
export const SILENCE_MS = 45_000;

const NEWLINE = 0x0a;
/** What the transports take at most; a longer line is no event. */
const MAX_LINE_BYTES = 1_000_000;

/**
 * The lines of each chunk, without their ends; a line that was cut off is not among them. Throws a PassingApiError however the
 * connection ends, but for the signal, at which it returns.
 */
export async function* pullLines(options: PullOptions): AsyncGenerator<readonly Buffer[]> {
  const { access, fromTimestamp, minPartition, maxPartition, silenceMs, signal } = options;
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), silenceMs);
  const either = AbortSignal.any([signal, silence.signal]);
  try {
    const parameters = { fromTimestamp, minPartition, maxPartition };
    const response = await requestApi(access, "firehose/events", parameters, either);
    if (response.status === 403)
      throw new UserError(
        "Cisco Spaces does not allow the HTTP pull channel to this key (403): enable HTTP for the application in the Partner Dashboard.",
      );
    if (response.status !== 200 || response.body === null)
      throw new UserError(`Cisco Spaces answers ${response.status} to the pull channel: is --api its address?`);
    const split = lineSplitter();
    for await (const chunk of response.body) {
      timer.refresh();
      const lines = split(chunk);
      if (lines.length > 0) yield lines;
    }
    throw new PassingApiError("it ended the connection");
  } catch (error) {
    if (signal.aborted) return;
    if (silence.signal.aborted) throw new PassingApiError(`nothing came for ${silenceMs / 1_000} s`);
    if (error instanceof UserError || error instanceof PassingApiError) throw error;
    throw new PassingApiError(`the connection broke (${codeOf(error)})`);
  } finally {
    clearTimeout(timer);
    silence.abort();
  }
}

/** Chunks → whole lines; what is not ended yet waits, and is let go where it grows past what an event can have. */
function lineSplitter(): (chunk: Uint8Array) => readonly Buffer[] {
  let rest: Buffer[] = [];
  let restBytes = 0;
  return (chunk) => {
    const lines: Buffer[] = [];
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      const line = Buffer.concat([...rest, bytes.subarray(start, end)]);
      if (restBytes <= MAX_LINE_BYTES && line.length > 0) lines.push(line);
      [rest, restBytes, start] = [[], 0, end + 1];
    }
    if (start < bytes.length) {
      restBytes += bytes.length - start;
      if (restBytes <= MAX_LINE_BYTES) rest.push(bytes.subarray(start));
      else rest = [];
    }
    return lines;
  };
}
