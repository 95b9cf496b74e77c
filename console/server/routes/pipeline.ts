import type { Route } from "../route.ts";

export const pipelineRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/api/pipeline/live",
    async answer({ signal }, parts) {
      const { pipeline } = await parts.open();
      return {
        async events(send) {
          for await (const answer of pipeline.watch(signal)) await send("pipeline", answer);
        },
      };
    },
  },
];
