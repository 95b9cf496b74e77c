/** The core with everything it is passed, for tests: a fixed key, in-memory ports. */
import { hmacPseudonyms } from "../../runtime/hmac.ts";
import { nodeCodec } from "../../runtime/node-codec.ts";
import { type Core, newCore } from "../../runtime/start-core.ts";
import { batchInNoHurry } from "../../shared/batch/batch.ts";
import { type Ports, processBatch } from "../../shared/batch/process-batch.ts";
import { DEFAULT_MAX_RECORD_BYTES, type DecodeOptions, decoder } from "../../shared/decode/decode.ts";
import { validate } from "../../shared/event/validate.ts";
import type { Outcome, SourceRecord } from "../../shared/outcome.ts";
import type { DeadLetter, Letter } from "../../shared/ports.ts";
import { defaultPrivacyPolicy, type PrivacyPolicy } from "../../shared/privacy/policy.ts";
import type { Row } from "../../shared/row.ts";

const TEST_KEY = "a key for tests only";
const RECEIVED_AT_MS = 1_700_000_000_000;
const pseudonymise = hmacPseudonyms(TEST_KEY);

export function testDecoder(options: Partial<DecodeOptions> = {}) {
  return decoder({ codec: nodeCodec, encoding: "auto", maxRecordBytes: DEFAULT_MAX_RECORD_BYTES, ...options });
}

/** The default policy but for the classes named; with payload unless told otherwise. */
export function testCore(options: { policy?: Partial<PrivacyPolicy>; withPayload?: boolean } = {}): Core {
  return newCore({
    policy: { ...defaultPrivacyPolicy, ...options.policy },
    pseudonymise,
    encoding: "auto",
    maxRecordBytes: DEFAULT_MAX_RECORD_BYTES,
    withPayload: options.withPayload ?? true,
    ignoreEventTypes: new Set(["KEEP_ALIVE"]),
    pipeline: "test/1",
  });
}

export interface MemoryDeadLetter extends DeadLetter {
  readonly letters: Letter[];
}

export function memoryDeadLetter(): MemoryDeadLetter {
  const letters: Letter[] = [];
  return {
    letters,
    async put(more) {
      letters.push(...more);
    },
  };
}

function testPorts(ports: Partial<Ports>): Ports {
  return {
    ...testCore(),
    sinks: [],
    deadLetter: memoryDeadLetter(),
    ...ports,
  };
}

/** Processes records that nobody waits for. */
export function processRecords(records: readonly SourceRecord[], ports: Partial<Ports>): Promise<readonly Outcome[]> {
  return processBatch(batchInNoHurry(records, "test/1"), testPorts(ports));
}

export function bytesOf(text: string): Uint8Array {
  return Buffer.from(text);
}

export function recordOf(payload: Uint8Array | string | object, position = "1"): SourceRecord {
  const bytes =
    payload instanceof Uint8Array
      ? payload
      : bytesOf(typeof payload === "string" ? payload : `${JSON.stringify(payload)}\n`);
  return { position, payload: bytes, receivedAtMs: RECEIVED_AT_MS };
}

/** The rows of a payload that is known to decode. */
function rowsOf(payload: Uint8Array | string | object, core = testCore()): readonly Row[] {
  return core.decode(recordOf(payload).payload).map(({ result }) => {
    if (!result.ok) throw new Error(`the payload was rejected: ${result.error.code}`);
    const envelope = validate(result.value);
    if (!envelope.ok) throw new Error(`the event was rejected: ${envelope.error.code}`);
    return core.protect(core.normalise(result.value, envelope.value, RECEIVED_AT_MS));
  });
}

/** The one row of an event. */
export function rowOf(payload: Uint8Array | string | object, core = testCore()): Row {
  const [row, ...others] = rowsOf(payload, core);
  if (row === undefined || others.length > 0) throw new Error("the payload holds not one event");
  return row;
}
