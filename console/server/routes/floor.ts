import type { FloorAnswer } from "../../api.ts";
import { notHere } from "../failure.ts";
import { floorChange } from "../floor/floor-change.ts";
import { floorDay } from "../floor/floor-day.ts";
import type { OpenStage } from "../parts.ts";
import { floorAsked, timeAsked } from "../place-query.ts";
import type { Asked, Route } from "../route.ts";

/** Where nothing changes it is said now and then that it is so. */
const QUIET_MS = 10_000;
const DAY_MS = 86_400_000;

export const floorRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/api/floor",
    answer: async (asked, parts) => ({ json: (await floorNow(asked, await parts.open())).answer }),
  },
  {
    method: "GET",
    path: "/api/floor/live",
    async answer({ parameters, signal }, parts) {
      const { floors, places } = await parts.open();
      const floor = floorAsked(parameters, await places());
      return {
        async events(send) {
          let told: FloorAnswer | undefined;
          let toldAtMs = 0;
          for await (const { answer } of floors.watch(floor, signal)) {
            const change = told && floorChange(told, answer);
            if (told === undefined) await send("floor", answer);
            else if (change !== undefined) await send("change", change);
            else if (performance.now() - toldAtMs < QUIET_MS) continue;
            else await send("change", { atMs: answer.atMs, seen: [], gone: [] });
            told = answer;
            toldAtMs = performance.now();
          }
        },
      };
    },
  },
  {
    method: "GET",
    path: "/api/floor/map",
    async answer(asked, parts) {
      const open = await parts.open();
      const { answer, mapId } = await floorNow(asked, open);
      const picture =
        mapId === undefined ? undefined : await open.maps.picture({ tenant: answer.place.tenant, id: mapId });
      if (picture === undefined) throw notHere("This floor has no picture: spaces places sync brings it.");
      return picture;
    },
  },
  {
    method: "GET",
    path: "/api/floor/day",
    async answer({ parameters }, parts) {
      const open = await parts.open();
      const { place } = floorAsked(parameters, await open.places());
      const toMs = timeAsked(parameters, "to") ?? Date.now();
      const fromMs = timeAsked(parameters, "from") ?? toMs - DAY_MS;
      return { json: await floorDay(open.stage, place, { fromMs, toMs }) };
    },
  },
];

async function floorNow({ parameters, signal }: Asked, { floors, places }: OpenStage) {
  const floor = floorAsked(parameters, await places());
  for await (const now of floors.watch(floor, signal)) return now;
  throw signal.reason;
}
