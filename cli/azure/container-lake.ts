/** The lake in a container: landing while its files last, then the compacted files, by the hour in which events occurred. */
import type { ContainerClient } from "@azure/storage-blob";
import { hourFile } from "../../azure/lake/compaction/compact-hour.ts";
import { erasuresOf } from "../../azure/lake/compaction/erasures.ts";
import { lakeFiles } from "../../azure/lake/compaction/lake-files.ts";
import { HOUR_MS } from "../../shared/lake/slices.ts";
import { EVENTS_FOLDER } from "../../shared/lake/table.ts";
import type { StageLake } from "../stage/lake.ts";
import { landingLake } from "../stage/landing-lake.ts";
import { containerObjects } from "./container.ts";

const DAY_MS = 24 * HOUR_MS;
/** Of what landing has no longer: what waited longer before it arrived is not found. */
const LONGEST_WAIT_MS = DAY_MS;

export function containerLake(container: ContainerClient): StageLake {
  const objects = containerObjects(container);
  const files = lakeFiles(container);
  const erasures = erasuresOf(files);

  /** Landing files are removed by the day: of the first there is, some may be gone already. */
  async function wholeSinceMs(): Promise<number> {
    for await (const { name } of objects.list(`${EVENTS_FOLDER}/`)) {
      const day = Date.parse(/\/dt=(\d{4}-\d\d-\d\d)\//.exec(name)?.[1] ?? "");
      if (!Number.isNaN(day)) return day + DAY_MS;
    }
    return Number.POSITIVE_INFINITY;
  }
  /** Of the hours in which something occurred; a day is listed once for all of them. */
  function compactedFiles() {
    let day = { prefix: "", names: new Set<string>() };
    return async (hourMs: number): Promise<string | undefined> => {
      const name = hourFile(hourMs);
      const prefix = name.slice(0, name.lastIndexOf("/") + 1);
      if (prefix !== day.prefix) {
        day = { prefix, names: new Set() };
        for await (const file of objects.list(prefix)) day.names.add(file.name);
      }
      return day.names.has(name) ? name : undefined;
    };
  }

  let known: Promise<number> | undefined;
  const compacted = compactedFiles();
  return landingLake(objects, {
    open: (name) => files.open(name),
    erasures: async () => (await erasures()).all,
    async *beside({ fromMs, toMs }, isFirst) {
      known ??= wholeSinceMs();
      if (fromMs >= (await known)) return;
      const hour = (ms: number) => Math.floor(ms / HOUR_MS) * HOUR_MS;
      for (
        let hourMs = hour(isFirst ? fromMs - LONGEST_WAIT_MS : fromMs);
        hourMs <= hour(toMs - 1);
        hourMs += HOUR_MS
      ) {
        const name = await compacted(hourMs);
        if (name !== undefined) yield name;
      }
    },
  });
}
