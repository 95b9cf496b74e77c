/** The pages an operator reads name alarms, sections and resources as they are. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runbookSections } from "../../infra/operations/alarm.ts";
import { deployment, resourcesOf, variants } from "./deployment.ts";
import { ACCOUNT, concrete, letsService, REGION } from "./simulate.ts";

const page = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), "utf8");
const failures = page("what-happens-when.md");
const runbook = page("runbook.md");

interface Row {
  readonly failure: string;
  readonly alarms: readonly string[];
  /** The column as it stands. */
  readonly cell: string;
}

/** Rows of every table that has a column `alarm`. */
function rows(text: string): readonly Row[] {
  return text.split(/^## /m).flatMap((section) => {
    const lines = section
      .split("\n")
      .filter((line) => line.startsWith("|"))
      .map((line) =>
        line
          .split("|")
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );
    const column = lines[0]?.indexOf("alarm") ?? -1;
    if (column < 0) return [];
    return lines.slice(2).map((cells) => {
      const cell = cells[column] ?? "";
      return {
        failure: cells[0] ?? "",
        cell,
        alarms: [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => String(name)),
      };
    });
  });
}

/** Whatever rings in any variant, without stage and Region: alarms, rules that speak to the topic, budgets. */
const ringing = new Set(
  Object.keys(variants).flatMap((name) => {
    const found = deployment(name);
    const stage = variants[name]?.stage;
    const speaks = (targets: unknown) =>
      JSON.stringify(concrete(found, "operations", targets)).includes("arn:aws:sns:");
    return [
      ...resourcesOf(found, "AWS::CloudWatch::Alarm").map(({ Properties }) => Properties.AlarmName),
      ...resourcesOf(found, "AWS::Events::Rule")
        .filter(({ Properties }) => speaks(Properties.Targets))
        .map(({ Properties }) => Properties.Name),
      ...resourcesOf(found, "AWS::Budgets::Budget").map(({ Properties }) =>
        (Properties.Budget as { BudgetName: string }).BudgetName.replace(/-[a-z]+-[a-z]+-\d$/, ""),
      ),
    ].map((ringer) => String(ringer).replace(`spaces-${stage}-`, ""));
  }),
);

const means = (written: string) =>
  [...ringing].filter((name) => name === written || (written.startsWith("…") && name.endsWith(written.slice(1))));

describe("what happens when", () => {
  it.each(rows(failures).map((row) => [row.failure, row] as const))(
    "rings as its row says: %s",
    (_, { cell, alarms }) => {
      for (const written of alarms) expect([written, means(written)]).not.toEqual([written, []]);
      if (alarms.length === 0) expect(cell).toBe("–");
    },
  );

  it("has a row for everything that rings", () => {
    const written = rows(failures).flatMap(({ alarms }) => alarms.flatMap(means));
    expect([...ringing].filter((name) => !written.includes(name))).toEqual([]);
  });

  it("leaves one failure without an alarm, of those that were gone looking for: the one that loses nothing", () => {
    const [looked = ""] = failures.split(/^## /m).filter((section) => section.startsWith("What breaks"));
    const found = rows(`## ${looked}`);
    expect(found).toHaveLength(18);
    expect(found.filter(({ alarms }) => alarms.length === 0)).toHaveLength(1);
  });

  it("links to sections that there are", () => {
    const linked = [...failures.matchAll(/runbook\.md#([a-z-]+)/g)].map(([, section]) => section);
    expect(linked.filter((section) => !(runbookSections as readonly string[]).includes(String(section)))).toEqual([]);
    expect(linked.length).toBeGreaterThan(20);
  });
});

describe("the runbook", () => {
  /** Names of everything in any variant, as templates have them, and the stacks'. */
  const names = Object.keys(variants).flatMap((name) => {
    const stage = variants[name]?.stage;
    const text = [...deployment(name).templates.values()].map((template) => JSON.stringify(template)).join();
    const stacks = [...deployment(name).templates.keys()].map((kind) => `spaces-$STAGE-${kind}`);
    return [
      ...stacks,
      ...[...text.matchAll(/spaces-[a-z0-9-]+/g)].map(([found]) => found.replace(`spaces-${stage}-`, "spaces-$STAGE-")),
    ];
  });

  it("names streams, tables, functions, users and stacks as they are called", () => {
    const written = [...runbook.matchAll(/spaces-\$STAGE-[a-z-]*[a-z](-\$AWS_REGION)?/g)].map(([name]) =>
      name.replace("$AWS_REGION", REGION),
    );
    expect(written.length).toBeGreaterThan(15);
    expect(written.filter((name) => !names.includes(name))).toEqual([]);
  });

  it("says which AWS CLI its commands are for, and has no placeholder where the shell has a variable", () => {
    expect(runbook).toMatch(/AWS CLI \*\*version 2\*\*/);
    expect(runbook).not.toMatch(/spaces-STAGE|--stage STAGE/);
  });
});

describe("the policy asked of a topic of one's own", () => {
  it("lets alarms, the rule on the customer key and the budget publish", async () => {
    const [, json = ""] = /### A topic of your own[\s\S]*?```json\n([\s\S]*?)```/.exec(page("deployment.md")) ?? [];
    const policy = { Version: "2012-10-17", Statement: JSON.parse(json) };
    const call = { action: "sns:Publish", resource: `arn:aws:sns:${REGION}:${ACCOUNT}:oncall` };
    const account = { "aws:SourceAccount": ACCOUNT };
    expect(await letsService(policy, { ...call, service: "cloudwatch.amazonaws.com", context: account })).toBe(true);
    expect(await letsService(policy, { ...call, service: "budgets.amazonaws.com", context: account })).toBe(true);
    expect(await letsService(policy, { ...call, service: "events.amazonaws.com", context: {} })).toBe(true);
  });
});
