/**
 * The records of a stage that a name means: a letter's, a position's, or a recordUid's; each with where it was found.
 * A transport is read through, so the span bounds the work.
 */

import type { SourceRecord } from "../../shared/outcome.ts";
import { findLetter } from "../dead-letters/show.ts";
import { walk } from "../dead-letters/walk.ts";
import type { GivenUp } from "../stage/given-up.ts";
import { allKept } from "../stage/not-reached.ts";
import { readPayload } from "../stage/read-payload.ts";
import type { Stage } from "../stage/stage.ts";
import type { Span } from "../stage/transport.ts";

export interface FoundRecord {
  readonly record: SourceRecord;
  /** A sentence without its stop. */
  readonly found: string;
}

/** A uid may come again and again; more say nothing new. */
const MOST_RECORDS = 10;

export async function findRecords(
  name: string,
  { givenUp, transports }: Pick<Stage, "givenUp" | "transports">,
  span: Span,
  signal: AbortSignal,
): Promise<readonly FoundRecord[]> {
  if (isLetter(name, givenUp)) return [ofLetter(await findLetter(givenUp, name))];
  const isMeant = meant(name);
  const found: FoundRecord[] = [];
  for (const { channel, read, kept } of transports) {
    const { sinceMs, oldestMs = sinceMs } = (await kept?.()) ?? allKept;
    // What it does not keep it is not asked for.
    if (oldestMs >= span.toMs) continue;
    await read?.(
      span,
      async ({ source, records }) => {
        for (const record of records)
          if (found.length < MOST_RECORDS && isMeant(record))
            found.push({ record, found: `in the ${channel} transport, ${source}, position ${record.position}` });
      },
      signal,
    );
  }
  const within = ({ receivedAtMs }: GivenUp) => receivedAtMs >= span.fromMs && receivedAtMs < span.toMs;
  for await (const { letters } of walk(givenUp, { fromMs: span.fromMs, has: within }, signal))
    for (const letter of letters) if (found.length < MOST_RECORDS && isMeant(letter)) found.push(ofLetter(letter));
  return found;
}

function isLetter(name: string, places: Stage["givenUp"]): boolean {
  return /#\d+$/.test(name) && places.some(({ prefix }) => name.startsWith(prefix));
}

function ofLetter({ position, payload, receivedAtMs, place, code, stage, message }: GivenUp): FoundRecord {
  return {
    record: { position, payload, receivedAtMs },
    found: `in ${place}, given up with ${code} (${stage}): ${message}`,
  };
}

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);

/** Only what has the uid's letters in it, or may have them in gzip, is decoded. */
function meant(name: string) {
  return ({ position, payload }: Pick<SourceRecord, "position" | "payload">): boolean => {
    if (position === name) return true;
    const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.length);
    if (!bytes.includes(name) && !bytes.includes(GZIP_MAGIC)) return false;
    return readPayload(payload).parts.some(({ result }) => result.ok && result.value.recordUid === name);
  };
}
