/** The `terraform` of this machine, if there is one, on a copy of a configuration: nothing is downloaded, nothing is asked of Azure. */
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
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

/** Where plugins are without a download: https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories */
const mirrors = [
  process.env.TF_PLUGIN_CACHE_DIR,
  join(homedir(), ".terraform.d/plugins"),
  join(homedir(), ".local/share/terraform/plugins"),
  "/usr/local/share/terraform/plugins",
  "/usr/share/terraform/plugins",
];

/** Folder of the real provider: named by AZURERM_PROVIDER_DIR, or in a mirror. */
export function installedProvider(): string | undefined {
  const named = process.env.AZURERM_PROVIDER_DIR;
  const inMirrors = mirrors.flatMap((mirror) => {
    const versions = join(mirror ?? "", "registry.terraform.io/hashicorp/azurerm");
    if (mirror === undefined || !existsSync(versions)) return [];
    return readdirSync(versions)
      .filter((version) => version.startsWith("5."))
      .flatMap((version) => readdirSync(join(versions, version)).map((platform) => join(versions, version, platform)));
  });
  return [...(named === undefined ? [] : [named]), ...inMirrors].find(
    (folder) => existsSync(folder) && readdirSync(folder).some((file) => file.startsWith("terraform-provider-azurerm")),
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
  provider: { readonly reattach: string } | { readonly folder: string },
): TerraformFolder {
  const folder = mkdtempSync(join(tmpdir(), "terraform-"));
  cpSync(fileURLToPath(configuration), folder, { recursive: true });
  const overrides =
    "folder" in provider
      ? `provider_installation {\n  dev_overrides {\n    "hashicorp/azurerm" = ${JSON.stringify(provider.folder)}\n  }\n}\n`
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
