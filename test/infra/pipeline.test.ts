/** The example pipeline: its commands exist, and it holds no key. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import packageJson from "../../package.json" with { type: "json" };

const example = (name: string) => readFileSync(new URL(`../../docs/examples/${name}`, import.meta.url), "utf8");
const pipeline = example("github-actions-deploy.yml");
const commands = [...pipeline.matchAll(/- run: (.+)/g)].map(([, command]) => String(command));

describe("the example pipeline", () => {
  it("runs scripts that there are, and the cdk of this package", () => {
    const scripts = commands.flatMap((command) => /^npm (?:run )?(\w+)$/.exec(command)?.[1] ?? []);
    expect(scripts.filter((script) => script !== "ci" && !(script in packageJson.scripts))).toEqual([]);
    expect(commands).toContain("npx cdk deploy --all --require-approval never");
    expect(packageJson.devDependencies).toHaveProperty("aws-cdk");
  });

  it("holds no key, and deploys in the environment that the role trusts", () => {
    expect(pipeline).not.toMatch(/secrets\.|access-key/i);
    const [, environment] = /environment: (\w+)/.exec(pipeline) ?? [];
    const [{ Condition }] = JSON.parse(example("pipeline-trust-policy.json")).Statement;
    expect(Condition.StringEquals["token.actions.githubusercontent.com:sub"]).toMatch(
      new RegExp(`^repo:[^*]+:environment:${environment}$`),
    );
  });
});
