/**
 * The Terraform of Google Cloud by Terraform itself, where it is installed: on a provider that only knows its schema, and on the
 * real one where that is installed, too (GOOGLE_PROVIDER_DIR names its folder). What is not run here is reported so.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configurationIn } from "../support/terraform/configuration.ts";
import { providerStandIn, type StandIn } from "../support/terraform/provider-stand-in.ts";
import { providerSchema } from "../support/terraform/schema.ts";
import {
  installedProvider,
  noTerraform,
  type TerraformFolder,
  terraformFolder,
} from "../support/terraform/terraform.ts";
import { trimmed } from "../support/terraform/trim-schema.ts";

const infra = new URL("../../gcp/infra/", import.meta.url);
const schema = providerSchema(new URL("schema/google.json", infra));
const SOURCE = "registry.terraform.io/hashicorp/google";
const PATIENCE_MS = 240_000;

describe.runIf(noTerraform !== undefined)("terraform", () => {
  it("was not run", ({ skip }) => skip(`${noTerraform}: fmt, validate and test are not run here`));
});

describe.runIf(noTerraform === undefined)("terraform, on a provider that knows its schema only", () => {
  let standIn: StandIn;
  let folder: TerraformFolder;
  beforeAll(async () => {
    standIn = await providerStandIn(SOURCE, schema);
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
    const full = JSON.parse(text.slice(text.indexOf("{"))).provider_schemas[SOURCE];
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

  it.each([
    ["a misspelt argument", "  retention = 4\n", 'An argument named "retention" is not expected here'],
    ["a block that is none", "  schema {}\n", 'Blocks of type "schema" are not expected here'],
  ])("refuses %s", async (_, line, sentence) => {
    folder.write("try.tf", `resource "google_pubsub_topic" "try" {\n  name = "a"\n${line}}\n`);
    const { ok, text } = await folder.run("validate");
    folder.write("try.tf", "");
    expect([ok, text.replace(/\s+/g, " ")]).toEqual([false, expect.stringContaining(sentence)]);
  });

  it(
    "fails a test of the configuration that is not true",
    async () => {
      folder.write(
        "override.tf",
        'resource "google_pubsub_topic_iam_member" "cisco" {\n  role = "roles/pubsub.editor"\n}\n',
      );
      const { ok, text } = await folder.run("test", "-filter=tests/access.tftest.hcl");
      folder.write("override.tf", "");
      expect([ok, text.replace(/\s+/g, " ")]).toEqual([false, expect.stringContaining("may do more than publish")]);
    },
    PATIENCE_MS,
  );
});

const provider = installedProvider({ name: "google", major: 7 });

describe.runIf(noTerraform === undefined && provider === undefined)("the real google provider", () => {
  it("was not run", ({ skip }) => skip("it is not installed: the values that arguments may have are not judged here"));
});

describe.runIf(noTerraform === undefined && provider !== undefined)("terraform, on the real google provider", () => {
  let folder: TerraformFolder;
  beforeAll(() => {
    folder = terraformFolder(infra, { name: "google", folder: String(provider) });
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
