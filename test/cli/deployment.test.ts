/** Which cloud a command means, told once: by the outputs, the stage's name, or `--cloud`. */
import { describe, expect, it } from "vitest";
import { cloudOfOutputs, deploymentOf } from "../../cli/deployment.ts";
import { register as forget } from "../../cli/forget.ts";
import { register as query } from "../../cli/query.ts";
import { runCommand } from "../support/command.ts";
import { outputsFile } from "../support/outputs-file.ts";
import { configurationIn } from "../support/terraform/configuration.ts";

const written = outputsFile();
const file = (outputs: object) =>
  written(JSON.stringify(Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, { value }]))));
const azure = { lake: null, table_endpoints: ["https://t.table.core.windows.net"] };
const gcp = { lake: null, firestore_database: "projects/p/databases/(default)" };

describe("the cloud a command means", () => {
  it.each(["azure", "gcp"] as const)(
    "is told by each of what only %s/infra prints, and by nothing else",
    async (cloud) => {
      const { outputs } = await configurationIn(new URL(`../../${cloud}/infra/`, import.meta.url));
      expect(cloudOfOutputs(outputs)).toBe(cloud);
      const telling = Object.keys(outputs).filter((name) => cloudOfOutputs({ [name]: null }) !== undefined);
      expect(telling).toHaveLength(2);
      expect(telling.map((name) => cloudOfOutputs({ [name]: null }))).toEqual([cloud, cloud]);
    },
  );

  it.each([
    [azure, "azure"],
    [gcp, "gcp"],
  ])("is that of the outputs", (outputs, cloud) => {
    expect(deploymentOf({ outputs: file(outputs) })).toEqual({ cloud, outputs });
    expect(deploymentOf({ outputs: file(outputs), cloud: cloud as "azure" })).toEqual({ cloud, outputs });
  });

  it("is AWS for a stage, and where nothing is said", () => {
    expect(deploymentOf({ stage: "prod" })).toEqual({ cloud: "aws" });
    expect(deploymentOf({})).toEqual({ cloud: "aws" });
  });

  it.each([
    ["aws", azure, "--cloud aws contradicts what else was said: the outputs are of azure/infra, which is on Azure."],
    [
      "azure",
      gcp,
      "--cloud azure contradicts what else was said: the outputs are of gcp/infra, which is on Google Cloud.",
    ],
    [undefined, { lake: null }, "The outputs are not those of azure/infra nor of gcp/infra"],
    ["aws", { lake: null }, "The outputs are not those of azure/infra nor of gcp/infra"],
  ] as const)("is refused in a sentence where --cloud %s is given with %j", (cloud, outputs, sentence) => {
    expect(() => deploymentOf({ cloud, outputs: file(outputs) })).toThrow(sentence);
  });

  it("is no other than a stage's", () => {
    expect(() => deploymentOf({ cloud: "azure", stage: "prod" })).toThrow(
      "--stage names a stage on AWS; one on Azure is",
    );
    expect(() => deploymentOf({ outputs: file(gcp), stage: "prod" })).toThrow(
      "one on Google Cloud is named by --outputs",
    );
  });

  it("is told to forget and to query by the outputs alone", async () => {
    const whom = ["--subject", "device:d", "--tenant", "t"];
    const noTables = file({ event_hub: {}, lake: null });
    await expect(runCommand(forget, ["forget", ...whom, "--outputs", noTables])).rejects.toThrow(
      "those of azure/infra",
    );
    const period = ["visitors-per-day", "--from", "2026-03-01", "--to", "2026-03-02"];
    for (const outputs of [azure, gcp])
      await expect(runCommand(query, ["query", ...period, "--outputs", file(outputs)])).rejects.toThrow("has no lake");
    await expect(runCommand(query, ["query", ...period, "--dataset", "no dataset"])).rejects.toThrow("is no dataset");
    const azures = ["--container", "https://x.blob.core.windows.net/lake", "--cloud", "gcp"];
    await expect(runCommand(query, ["query", ...period, ...azures])).rejects.toThrow("--container is Azure's");
  });
});
