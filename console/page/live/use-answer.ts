/** An answer for as long as a component shows it: asked once, and again when it is wanted. */
import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ask, type Failure, failureOf, pathOf, type Query } from "../api.ts";

export interface UsedAnswer<T> {
  /** What was answered last, which stays while it is asked again. */
  readonly answer: ReadonlySignal<T | undefined>;
  readonly failure: ReadonlySignal<Failure | undefined>;
  readonly asking: ReadonlySignal<boolean>;
  again(): void;
}

/** `path` undefined asks nothing. Another path or query is asked at once, and what was answered before is gone. */
export function useAnswer<T>(path: string | undefined, query: Query = {}): UsedAnswer<T> {
  const answer = useSignal<T | undefined>(undefined);
  const failure = useSignal<Failure | undefined>(undefined);
  const asking = useSignal(path !== undefined);
  const times = useSignal(0);
  const whole = path === undefined ? undefined : pathOf(path, query);
  // `times` asks again.
  useEffect(() => {
    if (whole === undefined) return;
    const gone = new AbortController();
    asking.value = true;
    failure.value = undefined;
    ask<T>(whole, { signal: gone.signal }).then(
      (value) => {
        answer.value = value;
        asking.value = false;
      },
      (error: unknown) => {
        if (gone.signal.aborted) return;
        failure.value = failureOf(error);
        asking.value = false;
      },
    );
    return () => gone.abort();
  }, [whole, times.value]);
  useEffect(
    () => () => {
      answer.value = undefined;
    },
    [whole],
  );
  const again = () => {
    times.value++;
  };
  return { answer, failure, asking, again };
}
