/** The `terraform` of this machine, if there is one, on a copy of a configuration: nothing is downloaded, nothing is asked of a cloud. */
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const LEAST_MINOR = 11;

/** Why it is not run here; `undefined` where it is. */
export const noTerraform = whyNot();

function whyNot(): string | undefined {
  const { status, stdout } = spawnSync("terraform", ["version", "-json"], { encoding: "utf8" });
  if (status !== 0) return "no terraform on the PATH";
  const version = String(JSON.parse(stdout.slice(stdout.indexOf("{"))).terraform_version);
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 1 || minor >= LEAST_MINOR ? undefined : `terraform ${version} is older than 1.${LEAST_MINOR}`;
}

/** https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories */
const impliedMirrors = [
  join(homedir(), ".terraform.d/plugins"),
  join(homedir(), ".local/share/terraform/plugins"),
  "/usr/local/share/terraform/plugins",
  "/usr/share/terraform/plugins",
];

/** A provider of HashiCorp's, by what follows `hashicorp/`. */
export interface Provider {
  readonly name: string;
  readonly major: number;
}

/**
 * Folder of the real provider, if it is on this machine: named by its own variable (AZURERM_PROVIDER_DIR), overridden or
 * mirrored in Terraform's own configuration, cached, or where Terraform would look by itself.
 */
export function installedProvider(provider: Provider): string | undefined {
  const { name } = provider;
  const settings = process.env.TF_CLI_CONFIG_FILE ?? join(homedir(), ".terraformrc");
  const written = existsSync(settings) ? readFileSync(settings, "utf8") : "";
  const overrides = [...written.matchAll(new RegExp(`${name}"\\s*=\\s*"([^"]+)"`, "g"))].map(
    ([, folder = ""]) => folder,
  );
  const mirrors = [...written.matchAll(/\bpath\s*=\s*"([^"]+)"/g)].map(([, folder = ""]) => folder);
  const named = process.env[`${name.toUpperCase()}_PROVIDER_DIR`] ?? "";
  const cached = process.env.TF_PLUGIN_CACHE_DIR ?? "";
  const versions = [...mirrors, cached, ...impliedMirrors].flatMap((mirror) => versionsIn(mirror, provider));
  return [named, ...overrides, ...versions].find(
    (folder) => existsSync(folder) && readdirSync(folder).some((file) => file.startsWith(`terraform-provider-${name}`)),
  );
}

/** A mirror has a folder for each version, and in it one for each platform. */
function versionsIn(mirror: string, { name, major }: Provider): readonly string[] {
  const provider = join(mirror, "registry.terraform.io/hashicorp", name);
  if (mirror === "" || !existsSync(provider)) return [];
  const versions = readdirSync(provider).filter((version) => version.startsWith(`${major}.`));
  return versions.flatMap((version) =>
    readdirSync(join(provider, version)).map((platform) => join(provider, version, platform)),
  );
}

interface Ran {
  readonly ok: boolean;
  /** Both streams. */
  readonly text: string;
}

export interface TerraformFolder {
  run(...args: readonly string[]): Promise<Ran>;
  /** A file of the copy, overwritten or new. */
  write(name: string, text: string): void;
  remove(): void;
}

/** `provider` is a stand-in to attach to, or the folder of a real one. */
export function terraformFolder(
  configuration: URL,
  provider: { readonly reattach: string } | { readonly name: string; readonly folder: string },
): TerraformFolder {
  const folder = mkdtempSync(join(tmpdir(), "terraform-"));
  cpSync(fileURLToPath(configuration), folder, { recursive: true });
  const overrides =
    "folder" in provider
      ? `provider_installation {\n  dev_overrides {\n    "hashicorp/${provider.name}" = ${JSON.stringify(provider.folder)}\n  }\n}\n`
      : "";
  writeFileSync(join(folder, ".terraformrc"), overrides);
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    TF_CLI_CONFIG_FILE: join(folder, ".terraformrc"),
    CHECKPOINT_DISABLE: "1",
    ...("reattach" in provider && { TF_REATTACH_PROVIDERS: provider.reattach }),
  };
  return {
    run: (...args) =>
      new Promise((resolve, reject) => {
        const child = spawn("terraform", [...args, "-no-color"], { cwd: folder, env });
        let text = "";
        const hear = (chunk: Buffer) => {
          text += chunk.toString();
        };
        child.stdout.on("data", hear);
        child.stderr.on("data", hear);
        child.on("error", reject);
        child.on("close", (code) => resolve({ ok: code === 0, text }));
      }),
    write: (name, text) => writeFileSync(join(folder, name), text),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
