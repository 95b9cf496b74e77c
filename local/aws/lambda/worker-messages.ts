/** What an execution environment and its thread say to each other. */

export interface WorkerOptions {
  /** Path of the bundle. */
  readonly bundle: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
}

export interface ToWorker {
  readonly requestId: string;
  readonly event: unknown;
  /** Epoch milliseconds. */
  readonly deadlineMs: number;
}

export type FromWorker =
  | { readonly kind: "ready" }
  /** The bundle did not load: missing configuration, for one. */
  | { readonly kind: "unusable"; readonly message: string }
  | { readonly kind: "log"; readonly line: string }
  /** As JSON, which is what comes through Lambda. */
  | { readonly kind: "answered"; readonly json: string }
  | { readonly kind: "failed"; readonly message: string };
