/** Cloud Monitoring's REST, as whoever is signed in: https://cloud.google.com/monitoring/api/ref_v3/rest */

export interface Monitoring {
  readonly project: string;
  readonly accessToken: () => Promise<string | null | undefined>;
  /** Replaced in tests. */
  readonly endpoint?: string;
}

const ENDPOINT = "https://monitoring.googleapis.com/v3";

/** Of one page. A refusal is an error with its `code`, whose message is Google's. */
export async function monitored(
  { project, accessToken, endpoint = ENDPOINT }: Monitoring,
  what: "timeSeries" | "alerts",
  asked: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<unknown> {
  const headers = { authorization: `Bearer ${await accessToken()}` };
  const address = `${endpoint}/projects/${project}/${what}?${new URLSearchParams(asked)}`;
  const response = await fetch(address, { headers, signal });
  if (response.ok) return response.json();
  const { error } = (await response.json().catch(() => ({}))) as { error?: { status?: string; message?: string } };
  throw Object.assign(new Error(error?.message ?? ""), {
    name: error?.status ?? `HTTP ${response.status}`,
    code: response.status,
  });
}
