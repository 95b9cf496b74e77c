/** What an Azure error means for the data: only a refusal of the request itself is the data's fault. */
import { errorName } from "../shared/error-name.ts";

/** The service will refuse the same request for ever. Absence of a table or of a permission is not that: it is mended. */
export function isRefusal(error: unknown): boolean {
  const status = statusOf(error);
  return status === BAD_REQUEST || status === CONTENT_TOO_LARGE;
}

/** The same request may well be taken a moment later: https://learn.microsoft.com/rest/api/storageservices/common-rest-api-error-codes */
export function isPassing(error: unknown): boolean {
  const status = statusOf(error);
  if (status !== undefined) return passing.has(status);
  return errorName(error) === "TimeoutError" || ways.has(codeOf(error) ?? "");
}

/** Somebody else wrote in between: it is there already, gone, or has another ETag. */
export function isConflict(error: unknown): boolean {
  const status = statusOf(error);
  return status === CONFLICT || status === PRECONDITION_FAILED || (status === NOT_FOUND && !isTableMissing(error));
}

/** https://learn.microsoft.com/rest/api/storageservices/table-service-error-codes */
export function isTableMissing(error: unknown): boolean {
  return codeOf(error) === "TableNotFound";
}

export function isAlreadyThere(error: unknown): boolean {
  return statusOf(error) === CONFLICT;
}

export function isAbsent(error: unknown): boolean {
  return statusOf(error) === NOT_FOUND;
}

const BAD_REQUEST = 400;
const NOT_FOUND = 404;
const CONFLICT = 409;
const PRECONDITION_FAILED = 412;
const CONTENT_TOO_LARGE = 413;
const passing: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);
/** How a connection ends on the way there or back: https://nodejs.org/api/errors.html#common-system-errors, and the SDK's own. */
const ways: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EPIPE",
  "ETIMEDOUT",
  "EAI_AGAIN",
  "ENOTFOUND",
  "REQUEST_SEND_ERROR",
  // Of an answer that ends in its midst; one that came and cannot be read has a status.
  "PARSE_ERROR",
]);

/** A RestError of the SDK has both; whatever never reached the service has neither. */
function statusOf(error: unknown): number | undefined {
  return (error as { statusCode?: number } | undefined)?.statusCode;
}

function codeOf(error: unknown): string | undefined {
  const { code, details } = (error ?? {}) as { code?: string; details?: { odataError?: { code?: string } } };
  return details?.odataError?.code ?? code;
}
