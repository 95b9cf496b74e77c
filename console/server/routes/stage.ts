import type { StageFacts } from "../../api.ts";
import type { Route } from "../route.ts";

export const stageRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/api/stage",
    async answer(_, parts) {
      const { stage } = await parts.open();
      const facts: StageFacts = {
        name: stage.name,
        cloud: stage.cloud,
        local: stage.local,
        has: {
          tap: stage.transports.some(({ follow }) => follow !== undefined),
          lake: stage.questions !== undefined,
          pipeline: stage.figures !== undefined,
          alarms: stage.figures?.alarms !== undefined,
        },
      };
      return { json: facts };
    },
  },
];
