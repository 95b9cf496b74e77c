/** A payload decoded as far as it goes, without any configuration: what of it can be told, and why it would be rejected. */
import { nodeCodec } from "../../runtime/node-codec.ts";
import { decoder, MAX_RECORD_BYTES_LIMIT } from "../../shared/decode/decode.ts";
import type { DecodedPart } from "../../shared/decode/part.ts";
import { type Told, toldOf } from "../../shared/event/told.ts";
import { validate } from "../../shared/event/validate.ts";
import type { Rejection } from "../../shared/outcome.ts";

const decode = decoder({ codec: nodeCodec, encoding: "auto", maxRecordBytes: MAX_RECORD_BYTES_LIMIT });

export interface ReadPayload {
  readonly parts: readonly DecodedPart[];
  /** Tenant and type, where all its events agree on them. */
  readonly told: Told;
  /** Of the first event that would be rejected. */
  readonly rejection: Rejection | undefined;
}

export function readPayload(payload: Uint8Array): ReadPayload {
  const parts = decode(payload);
  const told = parts.map(({ result }) => (result.ok ? toldOf(result.value) : {}));
  return { parts, told: agreed(told), rejection: parts.map(rejectionOf).find((found) => found !== undefined) };
}

function rejectionOf({ result }: DecodedPart): Rejection | undefined {
  if (!result.ok) return result.error;
  const envelope = validate(result.value);
  return envelope.ok ? undefined : envelope.error;
}

function agreed([first = {}, ...others]: readonly Told[]): Told {
  const agree = (name: keyof Told) => others.every((other) => other[name] === first[name]);
  return {
    ...(first.tenant !== undefined && agree("tenant") && { tenant: first.tenant }),
    ...(first.eventType !== undefined && agree("eventType") && { eventType: first.eventType }),
  };
}
