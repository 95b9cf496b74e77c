/** A command as a process of its own: how long it took, the memory it took at most, how it ended, what it said. */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface Measured {
  readonly exitCode: number | null;
  readonly seconds: number;
  /** `undefined` where it was killed. */
  readonly peakMiB: number | undefined;
  /** The end of it, as of what it says on standard error. */
  readonly stdout: string;
  readonly stderr: string;
  /** On standard output, all of them. */
  readonly lines: number;
}

export interface RunningProcess {
  readonly done: Promise<Measured>;
  /** Its first line on standard output. */
  readonly firstLine: Promise<string>;
  /** Resolved once it has said anything on standard error, or ended. */
  readonly saidSomething: Promise<void>;
  stop(): void;
}

const PEAK_MEMORY = fileURLToPath(new URL("peak-memory.ts", import.meta.url));
/** What is kept of what it prints: a list can be long, and its end says enough. */
const MAX_KEPT_CHARS = 1_000_000;
const NEWLINE = 0x0a;

export function start(words: readonly string[], environment: Readonly<Record<string, string>> = {}): RunningProcess {
  const first = Promise.withResolvers<string>();
  const said = Promise.withResolvers<void>();
  const child = Promise.withResolvers<ReturnType<typeof spawn>>();
  return {
    done: run(),
    firstLine: first.promise,
    saidSomething: said.promise,
    stop: () => void child.promise.then((process) => process.kill("SIGINT")),
  };

  async function run(): Promise<Measured> {
    const folder = await mkdtemp(join(tmpdir(), "operations-"));
    const file = join(folder, "peak");
    const startedAtMs = performance.now();
    const process_ = spawn(process.execPath, ["--import", PEAK_MEMORY, ...words], {
      env: { ...process.env, ...environment, PEAK_MEMORY_FILE: file },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.resolve(process_);
    let [stdout, stderr, lines] = ["", "", 0];
    process_.stdout.on("data", (chunk: Buffer) => {
      for (const byte of chunk) if (byte === NEWLINE) lines++;
      stdout = (stdout + chunk).slice(-MAX_KEPT_CHARS);
      if (stdout.includes("\n")) first.resolve(stdout.slice(0, stdout.indexOf("\n")));
    });
    process_.stderr.on("data", (chunk: Buffer) => {
      stderr = (stderr + chunk).slice(-MAX_KEPT_CHARS);
      said.resolve();
    });
    const exitCode = await new Promise<number | null>((resolve) => process_.on("close", resolve));
    first.resolve(stdout);
    said.resolve();
    const seconds = (performance.now() - startedAtMs) / 1_000;
    const peak = await readFile(file, "utf8").catch(() => undefined);
    await rm(folder, { recursive: true });
    return { exitCode, seconds, peakMiB: peak === undefined ? undefined : Number(peak) / 1_024, stdout, stderr, lines };
  }
}
