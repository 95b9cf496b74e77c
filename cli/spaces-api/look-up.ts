/** The supporting APIs: what Cisco knows of one location, one map, one picture. Few at a time, and slower when it says so. */
import { setTimeout as sleep } from "node:timers/promises";
import type { ApiAccess } from "./access.ts";
import { codeOf, PassingApiError, requestApi } from "./request.ts";

export type LookedUp =
  | { readonly kind: "found"; readonly body: Buffer; readonly headers: Headers }
  /** 404. */
  | { readonly kind: "unknown" }
  /** 403: not of this partner's tenant, or the tenant shares it no more. */
  | { readonly kind: "not-authorised" }
  /** It did not pass while it was tried. */
  | { readonly kind: "failed"; readonly why: string };

/** `path` below `/api/partners/v1/`, its ids encoded. Throws a UserError for a key that is not taken. */
export type LookUp = (path: string, partnerTenantId: string) => Promise<LookedUp>;

const MAX_ATTEMPTS = 6;
const FIRST_WAIT_MS = 500;
/** A call that takes longer hangs. */
const CALL_MS = 30_000;

export interface LookUpOptions {
  readonly access: ApiAccess;
  readonly signal: AbortSignal;
  /** @default waits */
  readonly wait?: (ms: number) => Promise<void>;
}

export function lookUps({ access, signal, wait = waitUntil(signal) }: LookUpOptions): LookUp {
  // One that is told to wait speaks for all: they share the key that is limited.
  let pause: Promise<void> = Promise.resolve();
  return async (path, partnerTenantId) => {
    let why = "it was stopped";
    for (let attempt = 0; attempt < MAX_ATTEMPTS && !signal.aborted; attempt++) {
      await pause;
      try {
        return await once(path, partnerTenantId);
      } catch (error) {
        if (!(error instanceof PassingApiError)) throw error;
        why = error.message;
        const waited = wait(error.retryAfterMs ?? FIRST_WAIT_MS * 2 ** attempt);
        if (error.retryAfterMs !== undefined) pause = waited;
        await waited;
      }
    }
    return { kind: "failed", why };
  };

  async function once(path: string, partnerTenantId: string): Promise<LookedUp> {
    const either = AbortSignal.any([signal, AbortSignal.timeout(CALL_MS)]);
    const response = await requestApi(access, path, { partnerTenantId }, either).catch((error: unknown) => {
      throw either.aborted
        ? new PassingApiError(signal.aborted ? "it was stopped" : "it did not answer in time")
        : error;
    });
    if (response.status === 200) return { kind: "found", headers: response.headers, body: await bodyOf(response) };
    await response.body?.cancel();
    return { kind: response.status === 403 ? "not-authorised" : "unknown" };
  }
}

async function bodyOf(response: Response): Promise<Buffer> {
  try {
    return Buffer.from(await response.arrayBuffer());
  } catch (error) {
    throw new PassingApiError(`the connection broke (${codeOf(error)})`);
  }
}

function waitUntil(signal: AbortSignal) {
  return (ms: number) => sleep(ms, undefined, { signal }).catch(() => {});
}
