/**
 * Cloud Storage in memory, as far as `@google-cloud/storage` calls it for objects: buckets, uploads of all three kinds,
 * downloads, lists, deletes, and the precondition on an object's generation. Nobody has to be known to it.
 * https://cloud.google.com/storage/docs/json_api/v1
 */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { bodyOf } from "../../lake-store.ts";
import { portError } from "../../port-error.ts";
import { newBuckets, type Precondition, resourceOf, type StoredObject, type Written } from "./buckets.ts";
import { mediaUpload, multipartUpload, resumableStart } from "./upload.ts";

export interface CloudStorage {
  /** For `apiEndpoint`, and for STORAGE_EMULATOR_HOST. */
  readonly endpoint: string;
  createBucket(name: string): void;
  /** The objects of a bucket whose name begins so. */
  objects(bucket: string, prefix?: string): readonly StoredObject[];
  /** Makes it answer 503 to every call, or ends that. */
  refuse(on: boolean): void;
  close(): Promise<void>;
}

/** With the path's prefix, or without it, as the client has it at STORAGE_EMULATOR_HOST. */
const ROUTE =
  /^(?:\/(?<kind>upload|download))?(?:\/storage\/v1)?\/b(?:\/(?<bucket>[^/]+))?(?<o>\/o)?(?:\/(?<name>.+))?$/;
const INCOMPLETE = 308;
const PAGE = 1_000;

interface Call {
  readonly request: IncomingMessage;
  readonly query: URLSearchParams;
  readonly body: Buffer;
  readonly bucket: string;
}

interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly body?: string | Buffer;
}

interface Session {
  readonly name: string;
  readonly contentType: string;
  readonly precondition: Precondition;
  readonly chunks: Buffer[];
}

/** A port that cannot be listened on is a UserError. */
export async function startCloudStorage({ port = 0 }: { readonly port?: number } = {}): Promise<CloudStorage> {
  const buckets = newBuckets();
  const sessions = new Map<string, Session>();
  let refuses = false;

  async function answer(request: IncomingMessage): Promise<Reply> {
    const body = await bodyOf(request);
    if (refuses) return fail(503, "Backend Error");
    const { pathname, searchParams: query } = new URL(request.url ?? "", "http://storage");
    const { kind, bucket = "", o, name } = ROUTE.exec(pathname)?.groups ?? {};
    const call = { request, query, body, bucket: decodeURIComponent(bucket) };
    if (kind === "upload") return upload(call);
    if (o === undefined) return ofBucket(call);
    if (name === undefined) return list(call);
    return ofObject(call, decodeURIComponent(name), kind === "download" || query.get("alt") === "media");
  }

  function ofBucket({ request, bucket, body }: Call): Reply {
    if (request.method === "GET") return buckets.has(bucket) ? resource({ id: bucket, name: bucket }) : noBucket;
    const { name } = JSON.parse(body.toString()) as { name: string };
    return buckets.create(name) ? resource({ id: name, name }) : fail(409, "You already own this bucket.");
  }

  function list({ query, bucket }: Call): Reply {
    if (!buckets.has(bucket)) return noBucket;
    const start = Number(query.get("pageToken") ?? 0);
    const size = Math.min(PAGE, Number(query.get("maxResults") ?? PAGE));
    const all = buckets.list(bucket, query.get("prefix") ?? "");
    const next = start + size < all.length && { nextPageToken: String(start + size) };
    return resource({ items: all.slice(start, start + size).map(resourceOf), ...next });
  }

  function ofObject({ request, query, bucket }: Call, name: string, isDownload: boolean): Reply {
    const object = buckets.get(bucket, name);
    if (object === undefined) return fail(404, "No such object");
    if (request.method === "DELETE") {
      const isDeleted = buckets.delete(bucket, name, preconditionOf(query)) === "deleted";
      return isDeleted ? { status: 204 } : preconditionFailed;
    }
    return isDownload ? download(object) : resource(resourceOf(object));
  }

  function upload(call: Call): Reply {
    const { request, query, body, bucket } = call;
    const uploadId = query.get("upload_id");
    if (uploadId !== null) return resume(call, uploadId);
    const precondition = preconditionOf(query);
    if (query.get("uploadType") !== "resumable") {
      const read = query.get("uploadType") === "multipart" ? multipartUpload : mediaUpload;
      return written(buckets.put({ bucket, ...read(query, request.headers, body) }, precondition));
    }
    const id = randomUUID();
    sessions.set(id, { ...resumableStart(query, request.headers, body), precondition, chunks: [] });
    const path = `/upload/storage/v1/b/${encodeURIComponent(bucket)}/o?uploadType=resumable&upload_id=${id}`;
    return { status: 200, headers: { location: `${endpoint}${path}` } };
  }

  // A range of "0-99/*" has more to come, "100-199/200" and "0-*/*" have not:
  // https://cloud.google.com/storage/docs/performing-resumable-uploads
  function resume({ request, body, bucket }: Call, uploadId: string): Reply {
    const session = sessions.get(uploadId);
    if (session === undefined) return fail(404, "No such upload session");
    const { name, contentType, precondition, chunks } = session;
    if (body.length > 0) chunks.push(body);
    const bytes = Buffer.concat(chunks);
    const [, end, total] = /(\d+|\*)\/(\d+|\*)$/.exec(request.headers["content-range"] ?? "*/*") ?? [];
    const isWhole = total === "*" ? end === "*" : bytes.length >= Number(total);
    if (!isWhole)
      return { status: INCOMPLETE, headers: bytes.length > 0 ? { range: `bytes=0-${bytes.length - 1}` } : {} };
    sessions.delete(uploadId);
    return written(buckets.put({ bucket, name, contentType, bytes }, precondition));
  }

  const server = createServer(async (request, response) => {
    const { status, headers, body } = await answer(request).catch(() => fail(400, "The request could not be read"));
    response.writeHead(status, { ...headers }).end(body);
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening").catch((error: NodeJS.ErrnoException) => {
    throw portError("storage", port, error.code ?? "unknown");
  });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    endpoint,
    createBucket: (name) => void buckets.create(name),
    objects: (bucket, prefix = "") => buckets.list(bucket, prefix),
    refuse(on) {
      refuses = on;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function preconditionOf(query: URLSearchParams): Precondition {
  const generation = query.get("ifGenerationMatch");
  return generation === null ? {} : { ifGenerationMatch: Number(generation) };
}

function written(result: Written): Reply {
  if (result === "no bucket") return noBucket;
  return result === "precondition failed" ? preconditionFailed : resource(resourceOf(result));
}

function download(object: StoredObject): Reply {
  const { generation, crc32c } = resourceOf(object);
  return {
    status: 200,
    headers: {
      "content-type": object.contentType,
      "content-length": object.bytes.length,
      "x-goog-hash": `crc32c=${crc32c}`,
      "x-goog-generation": generation,
      "x-goog-stored-content-encoding": "identity",
      "x-goog-stored-content-length": object.bytes.length,
    },
    body: object.bytes,
  };
}

const json = { "content-type": "application/json" };

function resource(body: object): Reply {
  return { status: 200, headers: json, body: JSON.stringify(body) };
}

function fail(code: number, message: string): Reply {
  const error = { code, message, errors: [{ message, domain: "global", reason: "error" }] };
  return { status: code, headers: json, body: JSON.stringify({ error }) };
}

const noBucket = fail(404, "The specified bucket does not exist.");
const preconditionFailed = fail(412, "At least one of the pre-conditions you specified did not hold.");
