/** What holds of every cloud's guide to its Terraform. Called within a `describe`. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import type { InfraFiles } from "./infra-files.ts";

/** As GitHub makes them of headings. */
export function anchorsOf(guide: string): readonly string[] {
  return [...guide.matchAll(/^###? (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w -]/g, "")
      .replaceAll(" ", "-"),
  );
}

export function testAlertTable({ guide }: InfraFiles, ringing: () => readonly string[], moreThan: number): void {
  const table = () =>
    guide
      .split("\n")
      .filter((line) => /^\| .* \| .* \| .* \| \[/.test(line))
      .map((line) => line.split("|").map((cell) => cell.trim()));

  it("has a row in the guide, and every row of the guide something that rings", () => {
    const named = table().flatMap(([, , alerts = ""]) => [...alerts.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
    expect([...new Set(named)].sort()).toEqual([...ringing()].sort());
    expect(ringing().length).toBeGreaterThan(moreThan);
  });
}

interface Guide {
  readonly cloud: string;
  readonly moreCommandsThan: number;
  /** Words in code that are neither variables nor outputs. */
  readonly alsoNamed: readonly string[];
}

export function testGuide({ guide, infra, folder }: InfraFiles, { cloud, moreCommandsThan, alsoNamed }: Guide): void {
  /** Those of no other language. */
  const blocks = [...guide.matchAll(/^( *)```(\w*)\n([\s\S]*?)^\1```$/gm)].flatMap(([, , language, text = ""]) =>
    language === "" ? [text] : [],
  );

  it("has commands a shell can read", () => {
    expect(blocks.length).toBeGreaterThan(moreCommandsThan);
    for (const block of blocks) {
      const { status, stderr } = spawnSync("bash", ["-n"], { input: block, encoding: "utf8" });
      expect([block, status, stderr]).toEqual([block, 0, ""]);
    }
  });

  it("asks for outputs there are", () => {
    const asked = [...guide.matchAll(/output -(?:json|raw) (\w+)/g)].map(([, name = ""]) => name);
    expect(asked.length).toBeGreaterThan(8);
    expect(asked.filter((name) => !(name in infra.outputs))).toEqual([]);
  });

  it("names variables, outputs and files as they are", () => {
    const code = guide.replaceAll(/^ *```[\s\S]*?^ *```$/gm, "");
    const words = [...code.matchAll(/`([a-z]+(?:_[a-z]+)+)(?:`| =)/g)].map(([, word = ""]) => word);
    const pasted = [...JSON.stringify(infra.outputs.push).matchAll(/(\w+) += /g)].map(([, name = ""]) => name);
    const known = [...Object.keys(infra.variables), ...Object.keys(infra.outputs), ...pasted, ...alsoNamed];
    expect(words.filter((word) => !known.includes(word))).toEqual([]);
    for (const [, path = ""] of code.matchAll(new RegExp(`\`(${cloud}/infra/[\\w.-]+\\.tf)\``, "g")))
      expect([path, path === `${cloud}/infra/backend.tf` || existsSync(new URL(`../../${path}`, folder))]).toEqual([
        path,
        true,
      ]);
  });

  it("links to sections it has", () => {
    const links = [...guide.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = ""]) => anchor);
    expect(links.filter((anchor) => !anchorsOf(guide).includes(anchor))).toEqual([]);
  });
}
