/** `spaces simulate --serve`: the events, places and maps of a simulated building as Cisco's pull channel serves them. */
import { UserError } from "../../user-error.ts";
import { simulate } from "../simulate.ts";
import { someFaults } from "./faults.ts";
import { startSpacesApi } from "./server.ts";
import { tellInTime } from "./tell-in-time.ts";

export interface ServeOptions {
  readonly events: number;
  readonly seed: number;
  /** Of simulated time, events a second. */
  readonly rate: number;
  /** Epoch ms. */
  readonly start?: number;
  /** A port; 0 is any free one. */
  readonly serve?: number;
  /** Minutes. */
  readonly window: number;
  readonly faults?: true;
}

/** What the stand-in takes where SPACES_API_KEY is not set: no secret. */
const SIMULATED_KEY = "simulated";

/** Until the signal to end. The events of the window are there at once, as of an application that runs for a while. */
export async function serveEvents(options: ServeOptions, isLimited: boolean): Promise<void> {
  const { seed, rate, start, events, window, faults } = options;
  const apiKey = process.env.SPACES_API_KEY ?? SIMULATED_KEY;
  const windowMs = window * MINUTE_MS;
  const wanted = typeof options.serve === "number" ? options.serve : 0;
  const api = await startSpacesApi({
    apiKey,
    port: wanted,
    windowMs,
    ...(faults && { nextFault: someFaults(seed) }),
  }).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(
      `--serve: port ${wanted} cannot be listened on (${error.code}): give another, or none for a free one.`,
    );
  });
  const abort = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => abort.abort());
  console.log(
    `${api.url}/api/partners/v1/firehose/events\nX-API-KEY: ${apiKey === SIMULATED_KEY ? SIMULATED_KEY : "that of SPACES_API_KEY"}`,
  );
  const startMs = start ?? Date.now() - windowMs;
  const simulated = simulate({ seed, startMs, eventsPerSecond: rate, ...(isLimited && { events }) });
  await tellInTime(simulated, api, abort.signal);
  if (!abort.signal.aborted) await new Promise((resolve) => abort.signal.addEventListener("abort", resolve));
  await api.close();
}

const MINUTE_MS = 60_000;
