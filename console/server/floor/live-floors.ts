/** The floors that are watched, each read once for all who watch it. */
import type { Stage } from "../../../cli/stage/stage.ts";
import { placeText } from "../../../shared/state/key-text.ts";
import type { FloorAnswer } from "../../api.ts";
import type { Clock } from "../clock.ts";
import { newPoll, type Poll } from "../poll.ts";
import { floorAnswer, type KnownFloor } from "./floor-answer.ts";
import { floorItems } from "./floor-items.ts";
import type { Maps } from "./map-facts.ts";

const LOCAL_EVERY_MS = 1_000;
const EVERY_MS = 2_000;
/** Of a deployed stage so many items a second are read at most, for a floor that is watched: 1.8 million an hour. */
const MOST_ITEMS_A_SECOND = 500;

interface FloorNow {
  readonly answer: FloorAnswer;
  readonly items: number;
  /** Of the map that positions refer to. */
  readonly mapId: string | undefined;
}

export interface LiveFloors {
  watch(floor: KnownFloor, signal: AbortSignal): AsyncGenerator<FloorNow>;
}

export function liveFloors({ tables, local }: Pick<Stage, "tables" | "local">, clock: Clock, maps: Maps): LiveFloors {
  const polls = new Map<string, Poll<FloorNow>>();

  function pollOf(floor: KnownFloor): Poll<FloorNow> {
    const read = floorItems(tables, floor.place, clock);
    async function now(): Promise<FloorNow> {
      const found = await read();
      const mapId = found.items.map(({ row }) => row.map_id).find((id) => id !== undefined);
      const map = mapId === undefined ? undefined : await maps.facts({ tenant: floor.place.tenant, id: mapId });
      return { answer: floorAnswer(floor, found, map), items: found.items.length, mapId };
    }
    return newPoll(now, ({ items }) =>
      local ? LOCAL_EVERY_MS : Math.max(EVERY_MS, (items / MOST_ITEMS_A_SECOND) * 1_000),
    );
  }

  return {
    async *watch(floor, signal) {
      const name = placeText(floor.place);
      const poll = polls.get(name) ?? pollOf(floor);
      polls.set(name, poll);
      try {
        yield* poll.watch(signal);
      } finally {
        if (poll.watchers() === 0 && polls.get(name) === poll) polls.delete(name);
      }
    },
  };
}
