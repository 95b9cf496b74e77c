/** What an AWS error means for the data: only a refusal of the request itself is the data's fault. */
import { errorName } from "../shared/error-name.ts";

/** The service will refuse the same request for ever. Absence of a table or of a permission is not that: it is mended. */
export function isRefusal(error: unknown): boolean {
  return refusals.has(errorName(error)) || statusOf(error) === CONTENT_TOO_LARGE;
}

/** The same request may well be taken a moment later. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
export function isPassing(error: unknown): boolean {
  return passing.has(errorName(error));
}

export function isConditionFailure(error: unknown): boolean {
  return errorName(error) === "ConditionalCheckFailedException";
}

const refusals: ReadonlySet<string> = new Set([
  "ValidationException",
  "SerializationException",
  "ItemCollectionSizeLimitExceededException",
]);
const passing: ReadonlySet<string> = new Set([
  "ProvisionedThroughputExceededException",
  "ThrottlingException",
  "RequestLimitExceeded",
  "InternalServerError",
  "ServiceUnavailable",
  "TimeoutError",
]);
const CONTENT_TOO_LARGE = 413;

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata?.httpStatusCode;
}
