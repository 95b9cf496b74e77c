/** How long a process takes to load the deployed bundle, as a multiple of one that loads an empty handler. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "./measure.ts";

const RUNS = 15;
const bundle = fileURLToPath(new URL("../dist/aws/kinesis/index.cjs", import.meta.url));
const environment = {
  EVENTS_TABLE: "events",
  STATE_TABLE: "state",
  DEAD_LETTER_BUCKET: "dead-letters",
  HISTORY_TTL_DAYS: "30",
  PRIVACY_KEY: "a-key-for-the-bench-0123456789-abcdef",
  AWS_REGION: "eu-west-1",
};

/** Whole processes, in turn; the median of the pairs' ratios. */
export function coldStartRatio(): number {
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
  load(bundle);
  const ratios = Array.from({ length: RUNS }, () => {
    const bareMs = load(bare);
    return load(bundle) / bareMs;
  });
  rmSync(folder, { recursive: true });
  return median(ratios);
}
