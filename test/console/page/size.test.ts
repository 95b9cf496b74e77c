import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { buildPage, pageFiles } from "../../../console/build.ts";

const MOST_BYTES = 150_000;

it("the page is less than 150 kB to load, compressed, all of it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "console-page-"));
  await buildPage(folder);
  expect(readdirSync(folder).toSorted()).toEqual([...pageFiles].toSorted());
  const sizes = pageFiles.map((name) => gzipSync(readFileSync(join(folder, name))).length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_BYTES);
});
