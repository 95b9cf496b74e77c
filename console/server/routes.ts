/** Every route, of which each file below has some. */
import type { Route } from "./route.ts";
import { doctorRoutes } from "./routes/doctor.ts";
import { explainRoutes } from "./routes/explain.ts";
import { floorRoutes } from "./routes/floor.ts";
import { lettersRoutes } from "./routes/letters.ts";
import { pipelineRoutes } from "./routes/pipeline.ts";
import { placesRoutes } from "./routes/places.ts";
import { queriesRoutes } from "./routes/queries.ts";
import { stageRoutes } from "./routes/stage.ts";
import { subjectRoutes } from "./routes/subject.ts";
import { tapRoutes } from "./routes/tap.ts";

export const routes: readonly Route[] = [
  ...stageRoutes,
  ...placesRoutes,
  ...floorRoutes,
  ...subjectRoutes,
  ...pipelineRoutes,
  ...doctorRoutes,
  ...tapRoutes,
  ...explainRoutes,
  ...lettersRoutes,
  ...queriesRoutes,
];
