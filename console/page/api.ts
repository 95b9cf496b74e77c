/** What the page asks of its server, by relative addresses: a token in the page's own path is in theirs as well. */
import type { ApiError } from "../api.ts";
import { formatQuery } from "./address/address.ts";
import { serverEvents } from "./live/server-events.ts";

export type Query = Readonly<Record<string, string | undefined>>;

/** `lost`: nobody answered. The others are the server's. */
export interface Failure {
  readonly code: ApiError["code"] | "lost";
  readonly message: string;
}

/** Of `ask` and `follow`: the sentence is for a person. */
class RequestError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

export interface Asked {
  readonly query?: Query;
  readonly signal?: AbortSignal;
  /** Sent by POST: bytes as they are, else as JSON. */
  readonly body?: unknown;
}

/** `path` as in `console/api.ts`, without its first slash. Throws a RequestError. */
export async function ask<T>(path: string, asked: Asked = {}): Promise<T> {
  return (await request(path, asked, "application/json")).json() as Promise<T>;
}

export type Handlers = Readonly<Record<string, (data: never) => void>>;

/** Reads a stream of events to its end, which is undefined for one that lasts. Throws a RequestError, also for `failed`. */
export async function follow(path: string, handlers: Handlers, asked: Asked = {}, onOpen = () => {}): Promise<void> {
  const { body } = await request(path, asked, "text/event-stream");
  if (body === null) throw new RequestError(lost);
  onOpen();
  try {
    for await (const { event, data } of serverEvents(body)) {
      if (event === "failed") throw new RequestError(JSON.parse(data) as ApiError);
      handlers[event]?.(JSON.parse(data) as never);
    }
  } catch (error) {
    throw error instanceof TypeError ? new RequestError(lost) : error;
  }
}

export function failureOf(error: unknown): Failure {
  if (error instanceof RequestError) return error.failure;
  return { code: "failed", message: error instanceof Error ? error.message : "Something went wrong in this page." };
}

export function pathOf(path: string, query: Query = {}): string {
  const text = formatQuery(query);
  return text === "" ? path : `${path}?${text}`;
}

const lost: Failure = {
  code: "lost",
  message: "The console's server does not answer: the command that serves it has ended, or this machine was asleep.",
};

async function request(path: string, { query, signal, body }: Asked, accept: string): Promise<Response> {
  const response = await fetch(pathOf(path, query), {
    headers: {
      accept,
      ...(body !== undefined && { "content-type": isBytes(body) ? "application/octet-stream" : "application/json" }),
    },
    ...(body !== undefined && { method: "POST", body: isBytes(body) ? body : JSON.stringify(body) }),
    ...(signal !== undefined && { signal }),
  }).catch((error: unknown) => {
    if (signal?.aborted === true) throw error;
    throw new RequestError(lost);
  });
  if (!response.ok) throw new RequestError(await refusalOf(response));
  return response;
}

async function refusalOf(response: Response): Promise<Failure> {
  const said: unknown = await response.json().catch(() => undefined);
  if (typeof said === "object" && said !== null && "message" in said && "code" in said) return said as ApiError;
  return { code: "failed", message: `The console's server answered ${response.status} and no reason.` };
}

function isBytes(body: unknown): body is Blob | Uint8Array<ArrayBuffer> {
  return body instanceof Blob || body instanceof Uint8Array;
}
