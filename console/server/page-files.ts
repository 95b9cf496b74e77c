/** The built page: a few files in one folder, and no other is ever read. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";

const types: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  map: "application/json",
};

export interface PageFile {
  readonly bytes: Buffer;
  readonly type: string;
}

const notBuilt: PageFile = {
  bytes: Buffer.from("<!doctype html><title>Console</title><p>The page is not built: npm run build builds it.</p>\n"),
  type: types.html ?? "",
};

/** `path` as the browser asks for it; `undefined` where there is none. */
export async function pageFile(folder: string, path: string): Promise<PageFile | undefined> {
  const [, name = "index.html", ending = "html"] = /^\/(?:([\w-]+(?:\.[\w-]+)*\.([a-z]+)))?$/.exec(path) ?? [
    undefined,
    "",
  ];
  const type = types[ending];
  if (name === "" || type === undefined) return undefined;
  try {
    return { bytes: await readFile(join(folder, name)), type };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return path === "/" ? notBuilt : undefined;
  }
}
