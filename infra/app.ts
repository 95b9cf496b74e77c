/** `npx cdk synth`, `npx cdk deploy --all`: the configuration, the bundles, the stacks. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { App } from "aws-cdk-lib";
import { buildBundles } from "./bundle.ts";
import { ConfigError } from "./config/config-error.ts";
import { loadConfig } from "./config/load.ts";
import { addStacks } from "./spaces-app.ts";

/** What a fresh clone has, so that it synthesises without credentials. */
const PLACEHOLDER_ACCOUNT = "000000000000";
const root = fileURLToPath(new URL("..", import.meta.url));

async function main(): Promise<void> {
  const app = new App();
  const config = await loadConfig(root, app.node.tryGetContext("config"));
  if (config.account === PLACEHOLDER_ACCOUNT) {
    process.stderr.write(
      `The account is still the placeholder ${PLACEHOLDER_ACCOUNT}: synthesis works, a deployment needs your own in the configuration.\n`,
    );
  }
  addStacks(app, config, await buildBundles(join(app.outdir, "bundles")));
  app.synth();
}

try {
  await main();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
