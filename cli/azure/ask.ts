/** A question to one of Azure's REST services, as whoever is signed in. */
import type { TokenCredential } from "@azure/identity";

interface Question {
  readonly address: string;
  /** Whom the token is for: `https://management.azure.com/.default`. */
  readonly scope: string;
  /** Posted, where there is one. */
  readonly body?: unknown;
  readonly signal: AbortSignal;
}

/** The answer's JSON. A refusal is an error with its `statusCode`, whose message is Azure's. */
export async function ask(credential: TokenCredential, { address, scope, body, signal }: Question): Promise<unknown> {
  const token = await credential.getToken(scope, { abortSignal: signal });
  const headers = { authorization: `Bearer ${token?.token ?? ""}`, "content-type": "application/json" };
  const response = await fetch(address, {
    headers,
    signal,
    ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
  });
  if (response.ok) return response.json();
  const { error } = (await response.json().catch(() => ({}))) as { error?: { code?: string; message?: string } };
  throw Object.assign(new Error(error?.message ?? ""), {
    name: error?.code ?? `HTTP ${response.status}`,
    statusCode: response.status,
  });
}
