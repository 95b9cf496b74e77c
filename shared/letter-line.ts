/** A dead letter as the one line of JSON that is kept, in every cloud: what a redrive reads. */
import type { RejectionCode, RejectionStage } from "./outcome.ts";
import type { Codec, Letter } from "./ports.ts";

export interface LetterLine {
  readonly position: string;
  /** Which event of the record, counted from 0; absent when the whole record is the letter. */
  readonly part?: number;
  /** The raw bytes, base64. */
  readonly payload: string;
  readonly stage: RejectionStage;
  readonly code: RejectionCode;
  readonly message: string;
  /** Whose the event is and what it is; absent where it could not be read. */
  readonly tenant?: string;
  readonly eventType?: string;
  /** Where the record came from, `<stream>/<shard>` or the like. */
  readonly source: string;
  /** ISO 8601. */
  readonly receivedAt: string;
  /** Name and version of the core that gave up on it. */
  readonly pipeline: string;
}

/** Without the newline that ends it. */
export function letterLine(letter: Letter, source: string, pipeline: string, codec: Pick<Codec, "base64">): string {
  const line: LetterLine = {
    position: letter.position,
    ...(letter.part !== undefined && { part: letter.part }),
    payload: codec.base64(letter.payload),
    stage: letter.stage,
    code: letter.code,
    message: letter.message,
    ...(letter.tenant !== undefined && { tenant: letter.tenant }),
    ...(letter.eventType !== undefined && { eventType: letter.eventType }),
    source,
    receivedAt: new Date(letter.receivedAtMs).toISOString(),
    pipeline,
  };
  return JSON.stringify(line);
}
