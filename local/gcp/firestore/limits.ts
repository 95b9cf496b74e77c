/** What the service refuses whatever is stored: https://firebase.google.com/docs/firestore/quotas#limits */
import { status } from "@grpc/grpc-js";
import { Refusal } from "./refusal.ts";
import { documentBytes, type Fields } from "./values.ts";

const MAX_ID_BYTES = 1_500;
const MAX_DOCUMENT_BYTES = 1_048_576;

/** `path` is `collection/id`, or longer where it is of a collection within a document. */
export function checkPath(path: string): void {
  const parts = path.split("/");
  if (parts.length % 2 !== 0) throw invalid("The name is not a document's.");
  for (const part of parts) {
    if (part === "" || part === "." || part === "..") throw invalid("A part of the name is empty, or of dots alone.");
    if (/^__.*__$/.test(part))
      throw invalid("A part of the name is reserved: it begins and ends with two underscores.");
    if (Buffer.byteLength(part) > MAX_ID_BYTES)
      throw invalid(`A part of the name is longer than ${MAX_ID_BYTES} bytes.`);
  }
}

export function checkSize(path: string, fields: Fields): void {
  if (documentBytes(path, fields) > MAX_DOCUMENT_BYTES)
    throw invalid(`The document is larger than ${MAX_DOCUMENT_BYTES} bytes.`);
}

function invalid(details: string): Refusal {
  return new Refusal(status.INVALID_ARGUMENT, details);
}
