/** What an answer of a look-up is worth. */
import { createHash } from "node:crypto";
import { isObject, type JsonObject } from "../../shared/event/event-record.ts";
import type { LookedUp } from "../spaces-api/look-up.ts";

type NotFound = Exclude<LookedUp, { readonly kind: "found" }>;

/** Why something was not brought. */
export interface Reason {
  readonly why: NotFound["kind"] | "not-readable" | "not-written";
  readonly says?: string;
}

type Read<T> = { readonly value: T } | Reason;

export function objectOf(answer: LookedUp): Read<JsonObject> {
  if (answer.kind !== "found") return reasonOf(answer);
  try {
    const value: unknown = JSON.parse(answer.body.toString("utf8"));
    return isObject(value) ? { value } : { why: "not-readable" };
  } catch {
    return { why: "not-readable" };
  }
}

export interface Picture {
  readonly bytes: Buffer;
  readonly contentType: string;
  /** With its dot; empty for another type. */
  readonly ending: string;
}

const endings: Readonly<Record<string, string>> = { "image/png": ".png", "image/jpeg": ".jpg" };

export function pictureOf(answer: LookedUp): Read<Picture> {
  if (answer.kind !== "found") return reasonOf(answer);
  if (!isWhole(answer)) return { why: "not-readable", says: "it does not match its Content-MD5" };
  const contentType = answer.headers.get("content-type") ?? "application/octet-stream";
  return { value: { bytes: answer.body, contentType, ending: endings[contentType] ?? "" } };
}

function reasonOf(answer: NotFound): Reason {
  return answer.kind === "failed" ? { why: answer.kind, says: answer.why } : { why: answer.kind };
}

/** The header is base64 by its standard (https://www.rfc-editor.org/rfc/rfc1864); in hexadecimal it is taken, too. */
function isWhole({ body, headers }: { readonly body: Buffer; readonly headers: Headers }): boolean {
  const told = headers.get("content-md5");
  if (told === null) return true;
  const digest = createHash("md5").update(body).digest();
  return told === digest.toString("base64") || told.toLowerCase() === digest.toString("hex");
}
