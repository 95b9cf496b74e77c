/** A folder as the commands' objects: the lake of a local run is one. */
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Objects } from "./objects.ts";

export function folderObjects(directory: string): Objects {
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
    read: (name) => readFile(join(directory, name)),
    async write(name, bytes) {
      await mkdir(dirname(join(directory, name)), { recursive: true });
      await writeFile(join(directory, name), bytes);
    },
  };
}
