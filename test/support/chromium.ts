/**
 * The Chromium that `npm ci` brings: unpacked once an installation into node_modules, never fetched. A machine it is not
 * built for (it is Linux x64) names its own: CHROMIUM=/path/to/chrome.
 */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { LaunchOptions } from "playwright-core";

const root = fileURLToPath(new URL("../..", import.meta.url));
const manifest = join(createRequire(import.meta.url).resolve("@sparticuz/chromium"), "../../package.json");
const cache = join(root, "node_modules/.cache");

/**
 * The package unpacks into the temporary folder and takes what is there for whole, which it is not while another worker
 * writes it. So each unpacks beside the place, and the first to be done moves its folder there at once.
 */
async function unpacked(): Promise<string> {
  const { version } = JSON.parse(readFileSync(manifest, "utf8"));
  const folder = join(cache, `chromium-${version}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const beside = mkdtempSync(join(cache, "chromium-"));
  await promisify(execFile)(process.execPath, [fileURLToPath(new URL("unpack-chromium.ts", import.meta.url))], {
    env: { ...process.env, TMPDIR: beside },
  });
  writeFileSync(join(beside, "fonts.conf"), fontsIn(folder));
  try {
    renameSync(beside, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(beside, { recursive: true });
  }
  return folder;
}

/** The same letters in a picture whatever the machine has; what they lack, a machine's own fonts may have. */
function fontsIn(folder: string): string {
  const preferred = ["system-ui", "sans-serif"]
    .map((family) => `<alias><family>${family}</family><prefer><family>Open Sans</family></prefer></alias>`)
    .join("");
  return `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
    <dir>${folder}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${folder}/fonts-cache</cachedir>${preferred}</fontconfig>`;
}

/** How playwright starts it: without its sandbox, which containers and root do not allow; it sees the tests' own pages alone. */
export async function chromiumLaunch(): Promise<LaunchOptions> {
  if (process.env.CHROMIUM !== undefined) return { executablePath: process.env.CHROMIUM };
  const folder = await unpacked();
  const libraries = [join(folder, "al2023/lib"), process.env.LD_LIBRARY_PATH].filter((path) => path !== undefined);
  return {
    executablePath: join(folder, "chromium"),
    args: ["--no-sandbox", "--disable-gpu", "--font-render-hinting=none"],
    env: { ...process.env, FONTCONFIG_FILE: join(folder, "fonts.conf"), LD_LIBRARY_PATH: libraries.join(":") },
  };
}
