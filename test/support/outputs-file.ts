/** A file of Terraform's outputs, as `terraform output -json` would have left it. Called where `beforeEach` may be. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";

/** Answers with what writes the file and tells its path. */
export function outputsFile(): (text: string) => string {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "outputs-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  return (text) => {
    const file = join(folder, "outputs.json");
    writeFileSync(file, text);
    return file;
  };
}
