/**
 * Cloud Storage in memory, as far as `@google-cloud/storage` calls it for objects: buckets, uploads of all three kinds,
 * downloads, lists, deletes, and the precondition on an object's generation. Nobody has to be known to it.
 * https://cloud.google.com/storage/docs/json_api/v1
 */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { bodyOf } from "../../lake-store.ts";
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
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  readonly body: Buffer;
  readonly bucket: string;
}

interface Session {
  readonly name: string;
  readonly contentType: string;
  readonly precondition: Precondition;
  readonly chunks: Buffer[];
}

export async function startCloudStorage({ port = 0 }: { readonly port?: number } = {}): Promise<CloudStorage> {
  const buckets = newBuckets();
  const sessions = new Map<string, Session>();
  let refuses = false;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    if (refuses) return fail(response, 503, "Backend Error");
    const { pathname, searchParams: query } = new URL(request.url ?? "", "http://storage");
    const { kind, bucket = "", o, name } = ROUTE.exec(pathname)?.groups ?? {};
    const call = { request, response, query, body, bucket: decodeURIComponent(bucket) };
    if (kind === "upload") return upload(call);
    if (o === undefined) return ofBucket(call);
    if (name === undefined) return list(call);
    return ofObject(call, decodeURIComponent(name), kind === "download" || query.get("alt") === "media");
  }

  function ofBucket({ request, response, bucket, body }: Call): void {
    if (request.method === "GET") {
      if (buckets.has(bucket)) return reply(response, { kind: "storage#bucket", id: bucket, name: bucket });
      return fail(response, 404, "The specified bucket does not exist.");
    }
    const { name } = JSON.parse(body.toString()) as { name: string };
    if (!buckets.create(name)) return fail(response, 409, "You already own this bucket.");
    reply(response, { kind: "storage#bucket", id: name, name });
  }

  function list({ response, query, bucket }: Call): void {
    if (!buckets.has(bucket)) return fail(response, 404, "The specified bucket does not exist.");
    const start = Number(query.get("pageToken") ?? 0);
    const size = Math.min(PAGE, Number(query.get("maxResults") ?? PAGE));
    const all = buckets.list(bucket, query.get("prefix") ?? "");
    const next = start + size < all.length && { nextPageToken: String(start + size) };
    reply(response, { kind: "storage#objects", items: all.slice(start, start + size).map(resourceOf), ...next });
  }

  function ofObject({ request, response, query, bucket }: Call, name: string, isDownload: boolean): void {
    const object = buckets.get(bucket, name);
    if (object === undefined) return fail(response, 404, `No such object: ${bucket}/${name}`);
    if (request.method === "DELETE") {
      if (buckets.delete(bucket, name, preconditionOf(query)) === "precondition failed")
        return preconditionFailed(response);
      response.writeHead(204).end();
      return;
    }
    const resource = resourceOf(object);
    if (!isDownload) return reply(response, resource);
    const headers = {
      "content-type": object.contentType,
      "content-length": object.bytes.length,
      "x-goog-hash": `crc32c=${resource.crc32c}`,
      "x-goog-generation": resource.generation,
      "x-goog-stored-content-encoding": "identity",
      "x-goog-stored-content-length": object.bytes.length,
    };
    response.writeHead(200, headers).end(object.bytes);
  }

  function upload(call: Call): void {
    const { request, response, query, body, bucket } = call;
    const uploadId = query.get("upload_id");
    if (uploadId !== null) return resume(call, uploadId);
    const precondition = preconditionOf(query);
    if (query.get("uploadType") !== "resumable") {
      const read = query.get("uploadType") === "multipart" ? multipartUpload : mediaUpload;
      return written(response, buckets.put({ bucket, ...read(query, request.headers, body) }, precondition));
    }
    const id = randomUUID();
    sessions.set(id, { ...resumableStart(query, request.headers, body), precondition, chunks: [] });
    const location = `${endpoint}/upload/storage/v1/b/${encodeURIComponent(bucket)}/o?uploadType=resumable&upload_id=${id}`;
    response.writeHead(200, { location }).end();
  }

  // A range of "0-99/*" has more to come, "100-199/200" and "0-*/*" have not:
  // https://cloud.google.com/storage/docs/performing-resumable-uploads
  function resume({ request, response, body, bucket }: Call, uploadId: string): void {
    const session = sessions.get(uploadId);
    if (session === undefined) return fail(response, 404, "No such upload session");
    const { name, contentType, precondition, chunks } = session;
    if (body.length > 0) chunks.push(body);
    const bytes = Buffer.concat(chunks);
    const [, end, total] = /(\d+|\*)\/(\d+|\*)$/.exec(request.headers["content-range"] ?? "*/*") ?? [];
    const isWhole = total === "*" ? end === "*" : bytes.length >= Number(total);
    if (!isWhole) {
      response.writeHead(INCOMPLETE, bytes.length > 0 ? { range: `bytes=0-${bytes.length - 1}` } : {}).end();
      return;
    }
    sessions.delete(uploadId);
    written(response, buckets.put({ bucket, name, contentType, bytes }, precondition));
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => fail(response, 400, "The request could not be read"));
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
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

function written(response: ServerResponse, result: Written): void {
  if (result === "no bucket") fail(response, 404, "The specified bucket does not exist.");
  else if (result === "precondition failed") preconditionFailed(response);
  else reply(response, resourceOf(result));
}

function preconditionFailed(response: ServerResponse): void {
  fail(response, 412, "At least one of the pre-conditions you specified did not hold.");
}

function reply(response: ServerResponse, resource: object): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(resource));
}

function fail(response: ServerResponse, code: number, message: string): void {
  const body = { error: { code, message, errors: [{ message, domain: "global", reason: "error" }] } };
  response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(body));
}
