/**
 * What a Google Cloud error means for the data: only a refusal of the request itself is the data's fault.
 * https://cloud.google.com/apis/design/errors#handling_errors
 */

/** https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto */
const codes = {
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  OUT_OF_RANGE: 11,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  DATA_LOSS: 15,
  UNAUTHENTICATED: 16,
} as const;

export const { UNAVAILABLE } = codes;

/** A status that came back in an answer, beside others, as the error a call of its own would have ended with. */
export class GoogleStatus extends Error {
  override readonly name = "GoogleStatus";
  readonly code: number;
  constructor(code: number) {
    super(`The service answered ${statusName(code)}`);
    this.code = code;
  }
}

/** The service will refuse the same request for ever. Absence of a database or of a permission is not that: it is mended. */
export function isRefusal(error: unknown): boolean {
  return codeOf(error) === codes.INVALID_ARGUMENT;
}

/** The same request may well be taken a moment later. */
export function isPassing(error: unknown): boolean {
  const code = codeOf(error);
  return code !== undefined && passing.has(code);
}

/** It was not asked at all, or not as far as it says. */
export function isUnavailable(error: unknown): boolean {
  return codeOf(error) === codes.UNAVAILABLE;
}

/** Somebody else wrote in between: it is there already, gone, or has changed. */
export function isConflict(error: unknown): boolean {
  const code = codeOf(error);
  return code !== undefined && conflicts.has(code);
}

/** For a reason; never the message, which may quote the data. */
export function googleErrorName(error: unknown): string {
  const code = codeOf(error);
  if (code !== undefined) return statusName(code);
  return error instanceof Error ? error.name : typeof error;
}

function statusName(code: number): string {
  return Object.entries(codes).find(([, known]) => known === code)?.[0] ?? `code ${code}`;
}

const passing: ReadonlySet<number> = new Set([
  codes.CANCELLED,
  codes.UNKNOWN,
  codes.DEADLINE_EXCEEDED,
  codes.RESOURCE_EXHAUSTED,
  codes.ABORTED,
  codes.INTERNAL,
  codes.UNAVAILABLE,
]);
const conflicts: ReadonlySet<number> = new Set([codes.NOT_FOUND, codes.ALREADY_EXISTS, codes.FAILED_PRECONDITION]);

/** A GoogleError has a number; whatever never became a call has none, or a text. */
function codeOf(error: unknown): number | undefined {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === "number" ? code : undefined;
}
