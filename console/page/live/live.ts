/** A stream that lasts: connected again when it is lost, rested while nobody looks. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { type Failure, failureOf, follow, type Handlers, type Query } from "../api.ts";
import { backOffMs } from "./back-off.ts";

export type LiveState = "connecting" | "live" | "lost" | "resting";

export interface Live {
  readonly state: ReadonlySignal<LiveState>;
  /** Why it is lost. */
  readonly failure: ReadonlySignal<Failure | undefined>;
  /** At once, and not when it is time. */
  retry(): void;
  close(): void;
}

/** A window that nobody sees is no reason to read a stage: after a minute it rests, and goes on when it is seen. */
const REST_AFTER_MS = 60_000;
/** A sentence of the server that trying again does not change. */
const FINAL: readonly Failure["code"][] = ["no-rights", "not-here", "bad-request"];

const open = signal<readonly Live[]>([]);

/** The worst of all streams that are open; undefined where none is. */
export const connection: ReadonlySignal<LiveState | undefined> = computed(() => {
  const states = open.value.map(({ state }) => state.value);
  return (["lost", "connecting", "live", "resting"] as const).find((state) => states.includes(state));
});

export function listen(path: string, query: Query, handlers: Handlers): Live {
  const state = signal<LiveState>("connecting");
  const failure = signal<Failure | undefined>(undefined);
  let failures = 0;
  let stream = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let resting: ReturnType<typeof setTimeout> | undefined;

  const connect = async () => {
    clearTimeout(timer);
    stream.abort();
    const own = new AbortController();
    stream = own;
    state.value = "connecting";
    const opened = () => {
      failures = 0;
      failure.value = undefined;
      state.value = "live";
    };
    const error = await follow(path, handlers, { query, signal: own.signal }, opened).then(
      () => new Error("The console's server ended the connection."),
      (thrown: unknown) => thrown,
    );
    if (own.signal.aborted) return;
    failures++;
    failure.value = failureOf(error);
    state.value = "lost";
    if (!FINAL.includes(failure.value.code)) timer = setTimeout(connect, backOffMs(failures));
  };
  const seen = () => {
    clearTimeout(resting);
    if (document.hidden) {
      resting = setTimeout(() => {
        clearTimeout(timer);
        stream.abort();
        state.value = "resting";
      }, REST_AFTER_MS);
    } else if (state.value === "resting") void connect();
  };
  const online = () => {
    if (state.value === "lost") void connect();
  };
  document.addEventListener("visibilitychange", seen);
  window.addEventListener("online", online);
  const live: Live = {
    state,
    failure,
    retry: () => void connect(),
    close() {
      stream.abort();
      clearTimeout(timer);
      clearTimeout(resting);
      document.removeEventListener("visibilitychange", seen);
      window.removeEventListener("online", online);
      open.value = open.peek().filter((one) => one !== live);
    },
  };
  open.value = [...open.peek(), live];
  void connect();
  return live;
}
