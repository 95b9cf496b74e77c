/** The files a query needs, brought from the lake's container into a folder, in which DuckDB asks them. */
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ContainerClient } from "@azure/storage-blob";
import { ERASURES_FOLDER } from "../../azure/lake/compaction/erasures.ts";
import { dayOfNote, NOTES_FOLDER } from "../../azure/lake/ledger.ts";
import { forEachConcurrently } from "../../shared/batch/concurrency.ts";
import type { LakeForm } from "../../shared/lake/lake-form.ts";
import { COMPACTED_FOLDER, COMPACTED_TABLE, EVENTS_FOLDER } from "../../shared/lake/table.ts";
import { type Days, foldersOf } from "./lake-days.ts";

const AT_ONCE = 16;

export interface Fetched {
  readonly files: number;
  readonly bytes: number;
}

/** `form`: what is compacted beside what is not, or landing alone. */
export async function fetchLake(
  container: ContainerClient,
  days: Days | undefined,
  form: LakeForm,
  directory: string,
): Promise<Fetched> {
  const landing = await foldersIn(container, `${EVENTS_FOLDER}/`);
  const there =
    form === "landing"
      ? landing
      : [...landing, ...(await foldersIn(container, `${COMPACTED_FOLDER}/${COMPACTED_TABLE}/`))];
  const compacted = form === "landing" ? new Set<string>() : await compactedDays(container);
  const names: string[] = [];
  let bytes = 0;
  if (form === "compacted") await fetchErasures(container, directory);
  for (const prefix of foldersOf(days, there, compacted)) {
    for await (const { name, properties } of container.listBlobsFlat({ prefix })) {
      // An account with a hierarchical namespace lists its directories, too.
      if (!name.endsWith(".parquet")) continue;
      names.push(name);
      bytes += properties.contentLength ?? 0;
    }
  }
  await forEachConcurrently(names, AT_ONCE, (name) => bring(container, name, directory));
  return { files: names.length, bytes };
}

/** Whom the lake has forgotten; then it is asked as one that is compacted, which leaves them out of landing. */
async function fetchErasures(container: ContainerClient, directory: string): Promise<void> {
  for await (const { name } of container.listBlobsFlat({ prefix: ERASURES_FOLDER })) {
    if (!name.endsWith(".parquet")) continue;
    await bring(container, name, directory);
    await mkdir(join(directory, COMPACTED_FOLDER, COMPACTED_TABLE), { recursive: true });
  }
}

async function bring(container: ContainerClient, name: string, directory: string): Promise<void> {
  const path = join(directory, name);
  await mkdir(dirname(path), { recursive: true });
  await container.getBlobClient(name).downloadToFile(path);
}

async function compactedDays(container: ContainerClient): Promise<ReadonlySet<string>> {
  const days = new Set<string>();
  for await (const { name } of container.listBlobsFlat({ prefix: NOTES_FOLDER })) {
    const day = dayOfNote(name);
    if (day !== undefined) days.add(day);
  }
  return days;
}

async function foldersIn(container: ContainerClient, prefix: string): Promise<readonly string[]> {
  const folders: string[] = [];
  for await (const item of container.listBlobsByHierarchy("/", { prefix }))
    if (item.kind === "prefix") folders.push(item.name);
  return folders;
}
