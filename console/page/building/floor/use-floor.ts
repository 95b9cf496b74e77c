/** A floor, live for as long as it is shown: its dots at once, its words once a second. */
import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { FloorAnswer, FloorChange, PlaceQuery } from "../../../api.ts";
import { type UsedLive, useLive } from "../../live/use-live.ts";
import { useStage } from "../../stage.ts";
import { type FloorModel, newFloorModel, type Said } from "./floor-model.ts";

interface Shown {
  readonly said: Said;
  /** Here, in the order of `groups`. */
  readonly counts: readonly number[];
  readonly nowMs: number;
}

export interface UsedFloor {
  readonly model: FloorModel;
  readonly shown: ReadonlySignal<Shown | undefined>;
  readonly live: UsedLive;
  /** The floor's own time. */
  nowMs(): number;
  /** Called with every message, and now and then as time passes. */
  onChange(listener: () => void): () => void;
}

const WORDS_EVERY_MS = 1_000;
const AGES_EVERY_MS = 5_000;

/** One place for as long as the component lives: another one has another key. */
export function useFloor(place: PlaceQuery): UsedFloor {
  const shown = useSignal<Shown | undefined>(undefined);
  const isLocal = useStage()?.local ?? false;
  const floor = useMemo(() => followed(shown), []);
  floor.setLocal(isLocal);
  const live = useLive("api/floor/live", { ...place }, { floor: floor.take, change: floor.change });
  useEffect(() => {
    const ages = setInterval(floor.tell, AGES_EVERY_MS);
    return () => {
      clearInterval(ages);
      floor.close();
    };
  }, []);
  return { model: floor.model, shown, live, nowMs: floor.nowMs, onChange: floor.onChange };
}

function followed(shown: { value: Shown | undefined }) {
  const model = newFloorModel();
  const listeners = new Set<() => void>();
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let isLocal = false;
  let saidAt = 0;
  let words: ReturnType<typeof setTimeout> | undefined;
  let wordsAt = Number.NEGATIVE_INFINITY;

  // The clock of a local run is its newest event's: it stands where the run does.
  const nowMs = () => (model.said?.atMs ?? 0) + (isLocal ? 0 : performance.now() - saidAt);

  function say(): void {
    words = undefined;
    wordsAt = performance.now();
    const { said } = model;
    if (said !== undefined) shown.value = { said, counts: model.counts(nowMs()), nowMs: nowMs() };
  }

  function tell(): void {
    for (const listener of listeners) listener();
    words ??= setTimeout(say, Math.max(0, wordsAt + WORDS_EVERY_MS - performance.now()));
  }

  return {
    model,
    nowMs,
    tell,
    setLocal(value: boolean) {
      isLocal = value;
    },
    take(answer: FloorAnswer) {
      saidAt = performance.now();
      // A floor that was already shown moves on from there.
      model.take(answer, saidAt, still.matches);
      tell();
    },
    change(change: FloorChange) {
      saidAt = performance.now();
      model.change(change, saidAt, still.matches);
      tell();
    },
    onChange(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => clearTimeout(words),
  };
}
