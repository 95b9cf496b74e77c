/** A stream for as long as a component shows it. */
import { type ReadonlySignal, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type Failure, type Handlers, pathOf, type Query } from "../api.ts";
import { type LiveState, listen } from "./live.ts";

export interface UsedLive {
  readonly state: ReadonlySignal<LiveState>;
  readonly failure: ReadonlySignal<Failure | undefined>;
  retry(): void;
}

/** Another path or query is another stream; `handlers` are those of the first rendering of it. */
export function useLive(path: string, query: Query, handlers: Handlers): UsedLive {
  const state = useSignal<LiveState>("connecting");
  const failure = useSignal<Failure | undefined>(undefined);
  const live = useSignal<ReturnType<typeof listen> | undefined>(undefined);
  // The address says all that makes it another stream.
  useEffect(() => {
    const own = listen(path, query, handlers);
    live.value = own;
    return own.close;
  }, [pathOf(path, query)]);
  useSignalEffect(() => {
    state.value = live.value?.state.value ?? "connecting";
    failure.value = live.value?.failure.value;
  });
  return { state, failure, retry: () => live.peek()?.retry() };
}
