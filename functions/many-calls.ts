/**
 * A client that is called hundreds of times per batch, without what a call pays for and nobody uses:
 *
 * - The middleware stack is put together once per operation (`cacheMiddleware`, a documented client option), not per
 *   call. The SDK ignores the option for a call with options of its own, an `abortSignal` among them, so the signal is
 *   given to the request handler instead, for all calls of the running invocation.
 * - The logger's middleware walks input and output to hide what is sensitive, for a logger that does nothing.
 * - The recursion header is Lambda's guard for calls of functions and queues; a table calls nobody back.
 *
 * What is given up: the SDK's wait between two attempts is no longer cut short by the signal, but the attempt after it
 * ends at once. With three attempts that is one second at most, which the reserve of the handlers covers.
 * https://github.com/smithy-lang/smithy-typescript/blob/main/packages/core/src/submodules/client/smithy-client/client.ts
 */
const UNUSED = ["loggerMiddleware", "recursionDetectionMiddleware"];

interface Client {
  readonly middlewareStack: { remove(name: string): boolean };
  readonly config: { readonly requestHandler: RequestHandler };
}

interface RequestHandler {
  handle(request: never, options?: { readonly abortSignal?: AbortSignal }): unknown;
}

/** Sets the signal that ends every call from now on; one invocation runs at a time. */
export type AbortCallsAt = (abortSignal: AbortSignal) => void;

/** To be called once, before the client's first call. */
export function forManyCalls({ middlewareStack, config: { requestHandler } }: Client): AbortCallsAt {
  for (const name of UNUSED) middlewareStack.remove(name);
  const handle = requestHandler.handle.bind(requestHandler);
  let running: { abortSignal?: AbortSignal } = {};
  requestHandler.handle = (request, options) => handle(request, { ...options, ...running });
  return (abortSignal) => {
    running = { abortSignal };
  };
}
