/** `spaces places sync`: what Cisco says of every place and map that events told of. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Command, Option } from "commander";
import { confirmed } from "./confirmed.ts";
import { PLACES_FOLDER } from "./places/object-keys.ts";
import { type SyncResult, syncPlaces } from "./places/sync.ts";
import { printable } from "./printable.ts";
import { newProgress } from "./progress.ts";
import { type ApiOptions, apiAccess, withApiOptions } from "./spaces-api/access.ts";
import { lookUps } from "./spaces-api/look-up.ts";
import { type FindStage, findStage, type StageOptions, stageOptions } from "./stage/find-stage.ts";
import type { PutObject } from "./stage/objects.ts";
import type { Stage } from "./stage/stage.ts";
import { withStage } from "./stage/with-stage.ts";

interface Options extends ApiOptions, StageOptions {
  readonly bucket?: string;
  readonly folder: string;
  readonly yes?: true;
  readonly json?: true;
}

const notes = `
Names, types, time zone and map of each place go into the places table; its details, each map's sizes and picture as objects
places/TENANT/LOCATION.json, maps/TENANT/MAP.json and .png or .jpg into --bucket, or below --folder. Floor plans are not for
everybody: keep the bucket private. Done again, it writes the same again; without --yes it asks Cisco and writes nothing.

Examples:
  $ spaces places sync --stage prod
  $ spaces places sync --stage prod --bucket my-floor-plans --yes
  $ spaces places sync --local --api http://127.0.0.1:8090 --yes`;

export function register(program: Command, find: FindStage = findStage): void {
  const places = program.command("places").description("what is known of locations and maps");
  const sync = places.command("sync").description("ask Cisco for every place and map seen; writes with --yes");
  withApiOptions(stageOptions(sync))
    .addOption(new Option("--bucket <name>", "where objects go, in the stage's cloud").conflicts("folder"))
    .option("--folder <path>", "where they go on this machine", PLACES_FOLDER)
    .option("--yes", "write what was brought, without asking")
    .option("--json", "the result as JSON")
    .addHelpText("after", notes)
    .action((options: Options) => withStage(find, options, (stage, signal) => run(options, stage, signal)));
}

async function run(options: Options, stage: Stage, signal: AbortSignal): Promise<void> {
  const access = await apiAccess(options, stage.readSecret);
  const { core, places } = await stage.consumer();
  const known = await stage.tables.allPlaces();
  const put = options.bucket === undefined ? putBelow(options.folder) : stage.bucket(options.bucket).put;
  async function sync(dryRun: boolean): Promise<void> {
    const progress = newProgress();
    const result = await syncPlaces({
      known,
      lookUp: lookUps({ access, signal }),
      core,
      places,
      put,
      dryRun,
      signal,
      progress: (done, of) => progress.tell(() => `${done} of ${of} places and maps asked`),
    });
    progress.end();
    if (options.json === true) console.log(JSON.stringify(result));
    else for (const line of lines(result, dryRun)) console.log(line);
    if (signal.aborted) console.error("Stopped; the same command brings the rest.");
  }
  if (options.yes !== true) {
    await sync(true);
    if (signal.aborted) return;
    if (!(await confirmed("Write them?"))) {
      console.error("Nothing was written; --yes does it.");
      return;
    }
  }
  await sync(false);
}

function putBelow(folder: string): PutObject {
  return async (key, bytes) => {
    const path = join(folder, key);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  };
}

const reasons = {
  unknown: "are not known to Cisco (404)",
  "not-authorised": "are not of this application's customer, or not shared any more (403)",
  failed: "could not be asked",
  "not-readable": "were answered with what cannot be read",
  "not-written": "were not taken by the places table",
} as const;
const MOST_NAMED = 10;

function lines({ locations, maps, nameless, leftOut }: SyncResult, dryRun: boolean): readonly string[] {
  const news = dryRun ? "not in the places table yet" : "now in the places table";
  const pictures = dryRun ? "" : `, ${maps.pictures} pictures`;
  return [
    `${locations.brought} of ${locations.asked} places, ${locations.fresh} of them with something new, ${news}.`,
    `${maps.brought} of ${maps.asked} maps${pictures}.`,
    ...(nameless === 0 ? [] : [`${nameless} places cannot be asked for: their events name no partner's tenant.`]),
    ...[...Map.groupBy(leftOut, ({ what, why, says }) => `${what} ${why} ${says}`).values()].map((group) => {
      const [{ what, why, says } = { what: "location", why: "failed", says: undefined } as const] = group;
      const ids = group.slice(0, MOST_NAMED).map(({ id }) => printable(id));
      const more = group.length > ids.length ? ` and ${group.length - ids.length} more (--json names them)` : "";
      return `${group.length} ${what}s ${reasons[why]}${says === undefined ? "" : `: ${says}`}: ${ids.join(", ")}${more}`;
    }),
  ];
}
