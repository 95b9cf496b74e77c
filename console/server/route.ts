/** What a route is: a path, and how it answers. */
import type { ConsoleParts } from "./parts.ts";

export interface Asked {
  readonly parameters: URLSearchParams;
  /** The request's, of at most so many bytes. Throws what becomes a 413. */
  body(mostBytes: number): Promise<Buffer>;
  /** Aborted when whoever asked has gone, or the console ends. */
  readonly signal: AbortSignal;
}

/** Resolved when the client has room for more: whoever waits for it never fills memory. Rejected when the client has gone. */
export type Send = (event: string, data: unknown) => Promise<void>;

export type Answer =
  | { readonly json: unknown }
  | { readonly bytes: Uint8Array; readonly type: string }
  /** Server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html */
  | { readonly events: (send: Send) => Promise<void> };

export interface Route {
  readonly method: "GET" | "POST";
  readonly path: `/api/${string}`;
  /** Of what a POST takes. */
  readonly takes?: readonly string[];
  answer(asked: Asked, parts: ConsoleParts): Promise<Answer> | Answer;
}
