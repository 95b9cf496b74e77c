/** `spaces console`: the stage on a page, on this machine. The one file of cli/ that knows console/. */
import { type Command, Option } from "commander";
import { consoleParts } from "../console/server/parts.ts";
import { serve } from "../console/server/serve.ts";
import { wholeNumber } from "./number-option.ts";
import { PLACES_FOLDER } from "./places/object-keys.ts";
import { type FindStage, findStage, type StageOptions, stageOptions } from "./stage/find-stage.ts";
import { folderObjects } from "./stage/folder.ts";
import { getterOf } from "./stage/objects.ts";
import { withStage } from "./stage/with-stage.ts";

interface ConsoleOptions extends StageOptions {
  readonly port: number;
  readonly maps: string;
  readonly mapsBucket?: string;
  readonly json?: true;
}

const MAX_PORT = 65_535;

const notes = `
The page shows what the tables hold, after the privacy policy, with the rights of whoever runs this; it is served on
127.0.0.1 alone, to whoever has the address that is printed. Nothing is changed but by a redrive that is confirmed. Ctrl-C
ends it.

Examples:
  $ spaces console --stage prod
  $ spaces console --local
  $ terraform -chdir=gcp/infra output -json | spaces console --cloud gcp --outputs -`;

/** `find` is replaced in tests. */
export function register(program: Command, find: FindStage = findStage): void {
  stageOptions(program.command("console").description("see the building, the pipeline and single events on a page"))
    .addOption(
      new Option("--port <n>", "of this machine; 0 is a free one").default(0).argParser(wholeNumber(0, MAX_PORT)),
    )
    .option("--maps <folder>", "where places sync put the floors' maps", PLACES_FOLDER)
    .addOption(new Option("--maps-bucket <name>", "where it put them, in the stage's cloud").conflicts("maps"))
    .option("--json", "the address as JSON")
    .addHelpText("after", notes)
    .action((options: ConsoleOptions) =>
      withStage(find, options, async (stage, signal) => {
        const { port, maps, mapsBucket } = options;
        const parts = consoleParts({
          find: async () => stage,
          maps: () => (mapsBucket === undefined ? getterOf(folderObjects(maps)) : stage.bucket(mapsBucket).get),
        });
        const served = await serve({ parts, port });
        console.log(options.json ? JSON.stringify({ console: served.address }) : `Console: ${served.address}`);
        if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
        await served.close();
      }),
    );
}
