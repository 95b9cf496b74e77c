/** A folder as the commands' objects: the lake of a local run is one. */
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import type { Objects } from "./objects.ts";

export function folderObjects(directory: string): Objects {
  const root = resolve(directory) + sep;

  /** An object's name is no path: none leads out, as of a bucket. */
  function fileOf(name: string): string {
    const file = resolve(directory, name);
    if (!file.startsWith(root)) throw Object.assign(new Error("There is no such object."), { code: "ENOENT" });
    return file;
  }

  return {
    async *list(prefix) {
      // A folder that is not there yet holds nothing.
      const entries = await readdir(join(directory, prefix), { recursive: true, withFileTypes: true }).catch(() => []);
      const names = entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
        .sort();
      for (const name of names) yield { name, keptAtMs: (await stat(join(directory, name))).mtimeMs };
    },
    read: async (name) => readFile(fileOf(name)),
    async write(name, bytes) {
      const file = fileOf(name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, bytes);
    },
  };
}
