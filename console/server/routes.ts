/** Every route, of which each file below has some. */
import type { Route } from "./route.ts";
import { floorRoutes } from "./routes/floor.ts";
import { placesRoutes } from "./routes/places.ts";
import { stageRoutes } from "./routes/stage.ts";

export const routes: readonly Route[] = [...stageRoutes, ...placesRoutes, ...floorRoutes];
