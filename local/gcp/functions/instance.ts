/** An instance of a Cloud Run function: a process with the real functions framework, that loads what was built. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { UserError } from "../../../cli/user-error.ts";

/** Said by the process, once. */
export interface Listening {
  readonly port: number;
}

export interface InstanceOptions {
  /** Folder with a package.json, whose `main` registers the function. */
  readonly source: string;
  /** The function's name. */
  readonly target: string;
  /** Of the process; nothing else of the environment is there. */
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  /** 0: any free one. */
  readonly port: number;
  /** Told of each line on standard output. */
  readonly logged: (line: string) => void;
}

export interface Instance {
  readonly port: number;
  /** Resolved when the process is gone, with the last thing it said of itself. */
  readonly ended: Promise<string>;
  kill(): void;
}

const LOOPBACK = fileURLToPath(new URL("./loopback.ts", import.meta.url));

/** What a process says before it ends is a trace; its first sentence is told. */
const MAX_COMPLAINT_CHARACTERS = 4_000;

/** Resolved when it listens. A function that does not load is a UserError. */
export async function startInstance(options: InstanceOptions): Promise<Instance> {
  const { source, target, environment, memoryMb, port, logged } = options;
  const child = fork(frameworkCommand(), ["--target", target, "--source", source, "--port", String(port)], {
    execArgv: [`--max-old-space-size=${memoryMb}`, "--import", LOOPBACK],
    env: { ...environment },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  if (child.stdout) createInterface({ input: child.stdout }).on("line", logged);
  let complaint = "";
  child.stderr?.on("data", (text: Buffer) => {
    if (complaint.length < MAX_COMPLAINT_CHARACTERS) complaint += text;
  });
  const ended = endOf(child, () => complaint);
  const listening = once(child, "message").then(([message]) => message as Listening);
  const first = await Promise.race([listening, ended]);
  if (typeof first === "string")
    throw new UserError(`The built function does not start (${first}); npm run build makes it anew.`);
  return { port: first.port, ended, kill: () => void child.kill("SIGKILL") };
}

async function endOf(child: ChildProcess, complaint: () => string): Promise<string> {
  await once(child, "close");
  const sentence = /\w*Error: [^\n]+/.exec(complaint())?.[0];
  return sentence ?? "its process ended";
}

/** The package exports no path to its command. */
function frameworkCommand(): string {
  const main = createRequire(import.meta.url).resolve("@google-cloud/functions-framework");
  return join(dirname(main), "main.js");
}
