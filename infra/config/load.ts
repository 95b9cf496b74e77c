/** The configuration file: `spaces.config.ts`, or `spaces.config.json`, or the one named by `-c config=FILE`. */
import { existsSync, readFileSync } from "node:fs";
import { basename, extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ConfigError } from "./config-error.ts";
import type { SpacesConfig } from "./spaces-config.ts";
import { validateConfig } from "./validate.ts";

const defaultFiles: readonly string[] = ["spaces.config.ts", "spaces.config.json"];

/** Throws ConfigError; each of its sentences begins with the file's name. */
export async function loadConfig(directory: string, named?: string): Promise<SpacesConfig> {
  const file = named ?? defaultFile(directory);
  const path = resolve(directory, file);
  if (!existsSync(path)) throw new ConfigError([`${file} does not exist; name an existing file with -c config=FILE.`]);
  const value = await read(path);
  try {
    return validateConfig(value);
  } catch (error) {
    if (error instanceof ConfigError) throw new ConfigError(error.mistakes.map((mistake) => `${file}: ${mistake}`));
    throw error;
  }
}

function defaultFile(directory: string): string {
  const [found, another] = defaultFiles.filter((file) => existsSync(resolve(directory, file)));
  if (found === undefined) throw new ConfigError([`There is no ${defaultFiles.join(" and no ")}; write one of them.`]);
  if (another !== undefined) throw new ConfigError([`There are both ${found} and ${another}; keep one of them.`]);
  return found;
}

async function read(path: string): Promise<unknown> {
  const file = basename(path);
  switch (extname(path)) {
    case ".json":
      try {
        return JSON.parse(readFileSync(path, "utf8"));
      } catch {
        throw new ConfigError([`${file} is not valid JSON.`]);
      }
    case ".ts":
    case ".js":
    case ".mjs":
      return readModule(path, file);
    default:
      throw new ConfigError([`${file} must be a .ts, .js, .mjs or .json file.`]);
  }
}

async function readModule(path: string, file: string): Promise<unknown> {
  let exported: { default?: unknown };
  try {
    exported = await import(pathToFileURL(path).href);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : "it cannot be loaded";
    throw new ConfigError([`${file} cannot be loaded: ${reason}`]);
  }
  if (exported.default === undefined)
    throw new ConfigError([`${file} has no default export; export the configuration.`]);
  return exported.default;
}
