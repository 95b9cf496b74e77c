/**
 * A cloud's configuration by Terraform itself, where it is installed: on a provider that only knows its schema, and on the
 * real one where that is installed, too. What is not run here is reported so.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configurationIn } from "./configuration.ts";
import type { InfraFiles } from "./infra-files.ts";
import { providerStandIn, type StandIn } from "./provider-stand-in.ts";
import { installedProvider, noTerraform, type Provider, type TerraformFolder, terraformFolder } from "./terraform.ts";
import { trimmed } from "./trim-schema.ts";

export interface ByTerraform {
  readonly files: InfraFiles;
  readonly provider: Provider;
  /** What it is, a line that is in no right resource, and the sentence it is refused with. */
  readonly wrongLines: readonly (readonly [name: string, line: string, sentence: string])[];
  /** The resource that the line is in. */
  readonly resourceWith: (line: string) => string;
  /** An override that `tests/access.tftest.hcl` refuses with the sentence. */
  readonly untrue: { readonly override: string; readonly sentence: string };
}

const PATIENCE_MS = 240_000;

export function testByTerraform({ files, provider, wrongLines, resourceWith, untrue }: ByTerraform): void {
  const { folder: infra, schema } = files;
  const source = `registry.terraform.io/hashicorp/${provider.name}`;

  describe.runIf(noTerraform !== undefined)("terraform", () => {
    it("was not run", ({ skip }) => skip(`${noTerraform}: fmt, validate and test are not run here`));
  });

  describe.runIf(noTerraform === undefined)("terraform, on a provider that knows its schema only", () => {
    let standIn: StandIn;
    let folder: TerraformFolder;
    beforeAll(async () => {
      standIn = await providerStandIn(source, schema);
      folder = terraformFolder(infra, standIn);
      expect(await folder.run("init", "-backend=false", "-input=false")).toMatchObject({ ok: true });
    });
    afterAll(async () => {
      folder.remove();
      await standIn.stop();
    });

    it("finds every file formatted", () => {
      const { stdout, status } = spawnSync("terraform", ["fmt", "-check", "-recursive", fileURLToPath(infra)]);
      expect([String(stdout), status]).toEqual(["", 0]);
    });

    it("finds the configuration valid", async () => {
      expect(await folder.run("validate")).toEqual({ ok: true, text: expect.stringContaining("is valid") });
    });

    it("tells the schema that is kept, from which it would be made anew", async () => {
      const { text } = await folder.run("providers", "schema", "-json");
      const full = JSON.parse(text.slice(text.indexOf("{"))).provider_schemas[source];
      const { version, provider, resources, data } = schema;
      expect(trimmed(full, await configurationIn(infra), version)).toEqual({ version, provider, resources, data });
    });

    it(
      "passes the tests of the configuration",
      async () => {
        const { ok, text } = await folder.run("test");
        expect({ ok, failed: text.match(/.*\.\.\. fail/g) }).toEqual({ ok: true, failed: null });
        expect(Number(/(\d+) passed/.exec(text)?.[1])).toBeGreaterThan(15);
      },
      PATIENCE_MS,
    );

    it.each(wrongLines)("refuses %s", async (_, line, sentence) => {
      folder.write("try.tf", resourceWith(line));
      const { ok, text } = await folder.run("validate");
      folder.write("try.tf", "");
      expect([ok, text.replace(/\s+/g, " ")]).toEqual([false, expect.stringContaining(sentence)]);
    });

    it(
      "fails a test of the configuration that is not true",
      async () => {
        folder.write("override.tf", untrue.override);
        const { ok, text } = await folder.run("test", "-filter=tests/access.tftest.hcl");
        folder.write("override.tf", "");
        expect([ok, text.replace(/\s+/g, " ")]).toEqual([false, expect.stringContaining(untrue.sentence)]);
      },
      PATIENCE_MS,
    );
  });

  const real = installedProvider(provider);

  describe.runIf(noTerraform === undefined && real === undefined)(`the real ${provider.name} provider`, () => {
    it("was not run", ({ skip }) =>
      skip("it is not installed: the values that arguments may have are not judged here"));
  });

  const onRealOne = `terraform, on the real ${provider.name} provider`;
  describe.runIf(noTerraform === undefined && real !== undefined)(onRealOne, () => {
    let folder: TerraformFolder;
    beforeAll(() => {
      folder = terraformFolder(infra, { name: provider.name, folder: String(real) });
    });
    afterAll(() => folder.remove());

    it("finds the configuration valid", async () => {
      expect(await folder.run("validate")).toEqual({ ok: true, text: expect.stringContaining("is valid") });
    });

    it(
      "passes the tests of the configuration",
      async () => {
        const { ok, text } = await folder.run("test");
        expect({ ok, failed: text.match(/.*\.\.\. fail/g) }).toEqual({ ok: true, failed: null });
      },
      PATIENCE_MS,
    );
  });
}
