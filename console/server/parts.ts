/** What the routes read: the stage, found when it is first asked for, and what several clients share of it. */

import { firstOf, type GetObject } from "../../cli/stage/objects.ts";
import type { Stage } from "../../cli/stage/stage.ts";
import type { PipelineAnswer, PlacesAnswer } from "../api.ts";
import { type Clock, newClock } from "./clock.ts";
import { type LiveFloors, liveFloors } from "./floor/live-floors.ts";
import { type Maps, mapsIn } from "./floor/map-facts.ts";
import { patientTables } from "./patient-tables.ts";
import { newPipeline } from "./pipeline-answer.ts";
import { placesOf } from "./places.ts";
import { newPoll, type Poll } from "./poll.ts";
import { newShared, type Shared } from "./shared-answer.ts";

export interface OpenStage {
  readonly stage: Stage;
  readonly clock: Clock;
  readonly places: Shared<PlacesAnswer>;
  readonly floors: LiveFloors;
  readonly maps: Maps;
  readonly pipeline: Poll<PipelineAnswer>;
}

export interface ConsoleParts {
  /** Opened once; where that fails, again with the next question. */
  open(): Promise<OpenStage>;
  close(): Promise<void>;
}

/** All floors are read for it. */
const PLACES_KEPT_MS = 60_000;
const LOCAL_PLACES_KEPT_MS = 2_000;

export interface PartsOptions {
  readonly find: () => Promise<Stage>;
  /** What `places sync` brought. */
  readonly maps: (stage: Stage) => GetObject;
}

export function consoleParts({ find, maps: mapsOf }: PartsOptions): ConsoleParts {
  let opening: Promise<OpenStage> | undefined;

  async function opened(): Promise<OpenStage> {
    const found = await find();
    const stage = { ...found, tables: patientTables(found.tables) };
    const clock = newClock(stage.local);
    const keptMs = stage.local ? LOCAL_PLACES_KEPT_MS : PLACES_KEPT_MS;
    const brought = mapsOf(stage);
    const maps = mapsIn(stage.maps === undefined ? brought : firstOf(brought, stage.maps));
    const pipeline = newPipeline(stage);
    return {
      stage,
      clock,
      maps,
      places: newShared(() => placesOf(stage.tables, clock), keptMs),
      floors: liveFloors(stage, clock, maps),
      pipeline: newPoll(pipeline.answer, () => pipeline.everyMs),
    };
  }

  return {
    open() {
      opening ??= opened().catch((error: unknown) => {
        opening = undefined;
        throw error;
      });
      return opening;
    },
    async close() {
      (await opening?.catch(() => undefined))?.stage.close();
    },
  };
}
