/** One call of Cisco's API, and what its refusals mean. */
import { UserError } from "../user-error.ts";
import type { ApiAccess } from "./access.ts";

const API_PATH = "/api/partners/v1/";

/** What may pass: too many calls, a fault on the other side, a connection that broke. */
export class PassingApiError extends Error {
  override readonly name = "PassingApiError";
  /** When the other side said to come again. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, retryAfterMs?: number) {
    super(message);
    this.retryAfterMs = retryAfterMs;
  }
}

/** `path` below `API_PATH`. Throws a UserError for a key that is not taken, a PassingApiError for what passes; every other status is answered. */
export async function requestApi(
  { base, key }: ApiAccess,
  path: string,
  parameters: Readonly<Record<string, string | number>>,
  signal: AbortSignal,
): Promise<Response> {
  const url = new URL(`${API_PATH}${path}`, base);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, String(value));
  const response = await fetch(url, { headers: { "X-API-KEY": key }, signal, redirect: "error" }).catch(
    (error: unknown) => {
      throw signal.aborted ? error : new PassingApiError(`it cannot be reached (${codeOf(error)})`);
    },
  );
  const { status } = response;
  if (status < 400 || status === 403 || status === 404) return response;
  await response.body?.cancel();
  if (status === 401)
    throw new UserError(
      "Cisco Spaces refuses the API key (401): take the key of the activated application from the Partner Dashboard.",
    );
  if (status === 429 || status >= 500)
    throw new PassingApiError(`it answers ${status}`, retryAfterMs(response.headers.get("retry-after")));
  throw new UserError(
    `Cisco Spaces answers ${status} to ${API_PATH}${path.split("/")[0]}: the request is not one it takes.`,
  );
}

/** Seconds or a date: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function retryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

/** Node hides the system's code one level down. */
export function codeOf(error: unknown): string {
  const { cause, name } = error as Error;
  return (cause as NodeJS.ErrnoException | undefined)?.code ?? (error as NodeJS.ErrnoException).code ?? name;
}
