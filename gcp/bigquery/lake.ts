/** The lake as a sink: rows in the table `arrived`, acknowledged by BigQuery before it answers. */
import { backOff as jitteredBackOff } from "../../runtime/back-off.ts";
import type { BackOff } from "../../shared/batch/back-off.ts";
import { errorName } from "../../shared/error-name.ts";
import { retry } from "../../shared/outcome.ts";
import type { Deadline, EventSink, FailedWrite } from "../../shared/ports.ts";
import { type Piece, refusal, requestsOf } from "./requests.ts";
import type { RowsWriter } from "./writer.ts";

interface LakeOptions {
  readonly writer: RowsWriter;
  readonly backOff?: BackOff;
}

const MAX_ATTEMPTS = 4;

/**
 * Rows are appended at least once, so that the same rows written twice are copies of each event, which the merge and every
 * question tell apart by its identity.
 */
export function bigQueryLake({ writer, backOff = jitteredBackOff }: LakeOptions): EventSink {
  async function append(pieces: readonly Piece[], deadline: Deadline): Promise<readonly FailedWrite[]> {
    const failures: FailedWrite[] = [];
    let left = pieces;
    let attempt = 0;
    while (left.length > 0) {
      if (deadline.expired()) return [...failures, ...allRetried(left, "NoTimeLeft")];
      try {
        const refused = new Set(
          await writer.append(
            left.map(({ message }) => message),
            deadline,
          ),
        );
        if (refused.size === 0) return failures;
        const isRefused = (_: Piece, place: number) => refused.has(place);
        const fate = refusal("write-refused", "BigQuery refused the row as invalid");
        failures.push(...left.filter(isRefused).map(({ index }) => ({ index, fate })));
        left = left.filter((piece, place) => !isRefused(piece, place));
      } catch (error) {
        attempt++;
        if (!isPassing(error) || attempt >= MAX_ATTEMPTS) return [...failures, ...allRetried(left, reasonOf(error))];
        await backOff.wait(attempt, deadline);
      }
    }
    return failures;
  }

  return {
    async write(rows, deadline) {
      const failures: FailedWrite[] = [];
      for (const request of requestsOf(rows)) {
        if ("fate" in request) failures.push(request);
        else failures.push(...(await append(request, deadline)));
      }
      return failures;
    },
  };
}

function allRetried(pieces: readonly Piece[], reason: string): readonly FailedWrite[] {
  const fate = retry(`the lake did not take the rows (${reason})`);
  return pieces.map(({ index }) => ({ index, fate }));
}

/**
 * Of gRPC (https://grpc.io/docs/guides/status-codes/): what lasts until somebody mends it, which no wait within an
 * invocation sees: a schema that is behind the code, a table or a right that is not there. Nothing of it is the row's fault.
 */
const lasting: ReadonlySet<number> = new Set([
  3, // INVALID_ARGUMENT
  5, // NOT_FOUND
  7, // PERMISSION_DENIED
  9, // FAILED_PRECONDITION
  12, // UNIMPLEMENTED
  16, // UNAUTHENTICATED
]);

function isPassing(error: unknown): boolean {
  const code = statusOf(error);
  return code === undefined || !lasting.has(code);
}

function statusOf(error: unknown): number | undefined {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === "number" ? code : undefined;
}

function reasonOf(error: unknown): string {
  const code = statusOf(error);
  return code === undefined ? errorName(error) : `status ${code}`;
}
