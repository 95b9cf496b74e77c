/** The three ways an upload comes: https://cloud.google.com/storage/docs/uploads-downloads#uploads */
import type { IncomingHttpHeaders } from "node:http";

export interface Upload {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

const DEFAULT_TYPE = "application/octet-stream";

interface Metadata {
  readonly name?: string;
  readonly contentType?: string;
}

/** The bytes alone; the name is in the query. */
export function mediaUpload(query: URLSearchParams, headers: IncomingHttpHeaders, bytes: Buffer): Upload {
  return { name: query.get("name") ?? "", contentType: headers["content-type"] ?? DEFAULT_TYPE, bytes };
}

/** `multipart/related` of two parts: the object's metadata as JSON, then its bytes. */
export function multipartUpload(query: URLSearchParams, headers: IncomingHttpHeaders, body: Buffer): Upload {
  const boundary = /boundary="?([^";]+)"?/.exec(headers["content-type"] ?? "")?.[1];
  if (boundary === undefined) throw new TypeError("A multipart upload has no boundary");
  const [metadata, media] = partsOf(body, `--${boundary}`);
  if (metadata === undefined || media === undefined) throw new TypeError("A multipart upload has two parts");
  const { name, contentType } = JSON.parse(metadata.bytes.toString()) as Metadata;
  return {
    name: query.get("name") ?? name ?? "",
    contentType: contentType ?? media.contentType ?? DEFAULT_TYPE,
    bytes: media.bytes,
  };
}

/** What a resumable upload is begun with; its bytes come with later requests. */
export function resumableStart(
  query: URLSearchParams,
  headers: IncomingHttpHeaders,
  body: Buffer,
): Pick<Upload, "name" | "contentType"> {
  const { name, contentType } = (body.length > 0 ? JSON.parse(body.toString()) : {}) as Metadata;
  const declared = headers["x-upload-content-type"];
  return {
    name: query.get("name") ?? name ?? "",
    contentType: contentType ?? (typeof declared === "string" ? declared : DEFAULT_TYPE),
  };
}

interface Part {
  readonly contentType: string | undefined;
  readonly bytes: Buffer;
}

function partsOf(body: Buffer, delimiter: string): readonly Part[] {
  const parts: Part[] = [];
  let start = body.indexOf(delimiter);
  for (;;) {
    const end = body.indexOf(`\r\n${delimiter}`, start + delimiter.length);
    if (start === -1 || end === -1) return parts;
    const part = body.subarray(body.indexOf("\r\n", start) + 2, end);
    const blank = part.indexOf("\r\n\r\n");
    const headers = part.subarray(0, blank).toString();
    parts.push({
      contentType: /^content-type:\s*(.+)$/im.exec(headers)?.[1]?.trim(),
      bytes: Buffer.from(part.subarray(blank + 4)),
    });
    start = end + 2;
  }
}
