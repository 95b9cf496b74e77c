/** One invocation of the function: what Lambda's caller learns of it. */
import type { KinesisStreamEvent } from "aws-lambda";

export type Invocation = {
  readonly requestId: string;
  /** What the function printed meanwhile, by line. */
  readonly logs: readonly string[];
} & (
  | { readonly kind: "answered"; readonly response: unknown }
  /** It threw, or did not answer in time. */
  | { readonly kind: "failed"; readonly message: string }
);

/** Never rejects for what the function does. */
export type Invoke = (event: KinesisStreamEvent) => Promise<Invocation>;
