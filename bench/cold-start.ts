/** How long a process takes to load the deployed bundle, as a multiple of one that loads an empty handler. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundle, environment } from "./environment.ts";
import { median } from "./measure.ts";

const RUNS = 15;
export interface ColdStart {
  readonly bareMs: number;
  readonly bundleMs: number;
  readonly ratio: number;
}

/** Whole processes, in turn; the median of the pairs' ratios. */
export function coldStart(ofBundle = bundle): ColdStart {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const bare = join(folder, "bare.cjs");
  writeFileSync(bare, "exports.handler = async () => ({ batchItemFailures: [] });\n");
  const load = (file: string) => {
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, ["-e", `require(${JSON.stringify(file)})`], {
      env: { ...process.env, ...environment },
    });
    if (status !== 0) throw new Error(`the bundle did not load: ${stderr}`);
    return performance.now() - start;
  };
  load(bare);
  load(ofBundle);
  const pairs = Array.from({ length: RUNS }, () => ({ bareMs: load(bare), bundleMs: load(ofBundle) }));
  rmSync(folder, { recursive: true });
  return {
    bareMs: median(pairs.map(({ bareMs }) => bareMs)),
    bundleMs: median(pairs.map(({ bundleMs }) => bundleMs)),
    ratio: median(pairs.map(({ bareMs, bundleMs }) => bundleMs / bareMs)),
  };
}
