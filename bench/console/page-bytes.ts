/** What a browser loads before anything is asked: all of the built page's files, as a server that compresses would send them. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { buildPage, pageFiles } from "../../console/build.ts";

export interface PageBytes {
  readonly bytes: number;
  readonly gzipped: number;
}

export async function pageBytes(): Promise<PageBytes> {
  const folder = await mkdtemp(join(tmpdir(), "console-page-"));
  try {
    await buildPage(folder);
    const files = await Promise.all(pageFiles.map((name) => readFile(join(folder, name))));
    const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);
    return {
      bytes: sum(files.map(({ length }) => length)),
      gzipped: sum(files.map((file) => gzipSync(file, { level: 9 }).length)),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
