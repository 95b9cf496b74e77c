/**
 * What a function's answer means. Complete success: an empty or null response, an empty or null list. Complete
 * failure: an identifier that is empty, null, under another key, or of no record of the batch. Otherwise the LOWEST
 * sequence number named is the checkpoint: everything from there comes again, whatever else the list says.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 */
import type { Invocation } from "../invocation.ts";

export type Verdict =
  | { readonly kind: "succeeded" }
  /** `checkpoint` is the index of the first record to be delivered again. */
  | { readonly kind: "partial"; readonly checkpoint: number }
  | { readonly kind: "failed" };

const succeeded: Verdict = { kind: "succeeded" };
const failed: Verdict = { kind: "failed" };

export function judge(
  result: Invocation,
  sequenceNumbers: readonly string[],
  reportBatchItemFailures: boolean,
): Verdict {
  if (result.kind !== "answered") return failed;
  const { response } = result;
  if (!reportBatchItemFailures || isAbsent(response)) return succeeded;
  if (typeof response !== "object") return failed;
  const { batchItemFailures: failures } = response as { batchItemFailures?: unknown };
  if (isAbsent(failures)) return succeeded;
  if (!Array.isArray(failures)) return failed;
  if (failures.length === 0) return succeeded;
  const indexes = failures.map((failure: unknown) => sequenceNumbers.indexOf(identifierOf(failure)));
  const checkpoint = Math.min(...indexes);
  return checkpoint === -1 ? failed : { kind: "partial", checkpoint };
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

/** The empty text is no record's sequence number. */
function identifierOf(failure: unknown): string {
  if (typeof failure !== "object" || failure === null) return "";
  const { itemIdentifier } = failure as { itemIdentifier?: unknown };
  return typeof itemIdentifier === "string" ? itemIdentifier : "";
}
