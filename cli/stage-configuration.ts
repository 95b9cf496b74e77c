/** What whoever deployed a stage has said of it, in the configuration of this folder. */
import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { ConfigError } from "../infra/config/config-error.ts";
import { loadConfig } from "../infra/config/load.ts";
import type { SpacesConfig } from "../infra/config/spaces-config.ts";

export const CONFIGURATION_DIRECTORY = fileURLToPath(new URL("..", import.meta.url));

export interface Configured {
  readonly config?: SpacesConfig;
  /** A sentence: why there is none of this stage, where that is so. */
  readonly missing: string;
}

/** The stage's own file, as in `spaces.dev.config.ts`, where `spaces.config.ts` is another's. */
const OWN_FILE = /^spaces\.[\w-]+\.config\.(ts|js|mjs|json)$/;

export async function stageConfiguration(stage: string, directory = CONFIGURATION_DIRECTORY): Promise<Configured> {
  const usual = await configurationIn(stage, directory);
  if (usual.config !== undefined) return usual;
  const files = (await readdir(directory).catch(() => [])).filter((name) => OWN_FILE.test(name)).sort();
  for (const file of files) {
    const found = await configurationIn(stage, directory, file);
    if (found.config !== undefined) return found;
  }
  return usual;
}

async function configurationIn(stage: string, directory: string, file?: string): Promise<Configured> {
  try {
    const config = await loadConfig(directory, file);
    if (config.stage === stage) return { config, missing: "" };
    return { missing: `the configuration is of the stage ${config.stage}.` };
  } catch (error) {
    if (error instanceof ConfigError) return { missing: error.message };
    throw error;
  }
}
