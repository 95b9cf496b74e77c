/** What the host and a worker process of the function app say to each other. */
import type { TypedData } from "./conversion.ts";
import type { RetryContext } from "./invocation.ts";
import type { RegisteredRetry } from "./retry-policy.ts";

export interface WorkerOptions {
  /** The app's folder, with its package.json. */
  readonly app: string;
}

/** A function as the app registered it. */
export interface RegisteredFunction {
  readonly name: string;
  readonly bindings: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly retryOptions?: RegisteredRetry;
}

export interface ToWorker {
  readonly invocationId: string;
  readonly functionName: string;
  readonly inputData: readonly { readonly name: string; readonly data: TypedData }[];
  readonly triggerMetadata: Readonly<Record<string, TypedData>>;
  readonly retryContext: RetryContext | undefined;
}

export type FromWorker =
  | { readonly kind: "ready"; readonly functions: readonly RegisteredFunction[] }
  /** The app did not load: missing configuration, for one. */
  | { readonly kind: "unusable"; readonly message: string }
  | { readonly kind: "log"; readonly line: string }
  | { readonly kind: "returned" }
  | { readonly kind: "failed"; readonly message: string };
