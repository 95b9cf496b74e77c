/** `npm run local` as a process, as a user runs it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../local/main.ts", import.meta.url));

/** In a folder of its own: the run writes its lake where it is started. */
export function startLocalRun(directory: string, argv: readonly string[]): ChildProcess {
  return spawn(process.execPath, [main, ...argv], { cwd: directory });
}

export async function finished(child: ChildProcess): Promise<{ code: number | null; out: string; err: string }> {
  let [out, err] = ["", ""];
  child.stdout?.on("data", (text) => {
    out += text;
  });
  child.stderr?.on("data", (text) => {
    err += text;
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, out, err };
}
