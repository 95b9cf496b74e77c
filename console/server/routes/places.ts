import type { Route } from "../route.ts";

export const placesRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/api/places",
    answer: async (_, parts) => ({ json: await (await parts.open()).places() }),
  },
];
