/** What an AWS error means for the data: only a refusal of the request itself is the data's fault. */

export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

/** The service will refuse the same request for ever. Throttling, absence of a table or of a permission is not that. */
export function isRefusal(error: unknown): boolean {
  const name = errorName(error);
  return name === "ValidationException" || name === "ItemCollectionSizeLimitExceededException";
}

export function isConditionFailure(error: unknown): boolean {
  return errorName(error) === "ConditionalCheckFailedException";
}
