/** A folder as the commands' objects. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { folderObjects } from "../../../cli/stage/folder.ts";
import { isAbsent } from "../../../cli/stage/is-absent.ts";

const folder = mkdtempSync(join(tmpdir(), "folder-objects-"));
mkdirSync(join(folder, "lake", "errors"), { recursive: true });
writeFileSync(join(folder, "secret"), "secret");
afterAll(() => rmSync(folder, { recursive: true }));

it("A folder gives what was written into it, and nothing beside it, whatever the name", async () => {
  const objects = folderObjects(join(folder, "lake"));
  await objects.write("errors/a/b", Buffer.from("kept"));
  expect((await objects.read("errors/a/b")).toString()).toBe("kept");
  for (const name of ["errors/../../secret", "../secret", join(folder, "secret")]) {
    expect(isAbsent(await objects.read(name).catch((error: unknown) => error))).toBe(true);
    await expect(objects.write(name, Buffer.from("other"))).rejects.toThrow();
  }
});
