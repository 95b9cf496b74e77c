/** The console of a run: served while it goes on, over what the commands find of it; nothing is opened before it is asked. */
import { PLACES_FOLDER } from "../cli/places/object-keys.ts";
import type { StageFigures } from "../cli/stage/figures.ts";
import { stageOfRun } from "../cli/stage/find-stage.ts";
import { folderObjects } from "../cli/stage/folder.ts";
import type { LocalRun } from "../cli/stage/local-runs.ts";
import { getterOf } from "../cli/stage/objects.ts";
import { consoleParts } from "../console/server/parts.ts";
import { serve } from "../console/server/serve.ts";

export interface RunConsole {
  readonly address: string;
  close(): Promise<void>;
}

/** A port that cannot be listened on is a UserError. */
export async function startRunConsole(
  run: Omit<LocalRun, "pid">,
  figures: StageFigures,
  port: number,
): Promise<RunConsole> {
  const parts = consoleParts({
    find: async () => ({ ...(await stageOfRun(run)), figures }),
    maps: () => getterOf(folderObjects(PLACES_FOLDER)),
  });
  const served = await serve({ parts, port });
  return {
    address: served.address,
    async close() {
      await served.close();
      await parts.close();
    },
  };
}
