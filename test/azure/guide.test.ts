/** What rings on Azure, and what docs/azure.md says of it and has an operator paste. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FUNCTION_TIMEOUT_MS } from "../../azure/function-handler.ts";
import { DONE_MESSAGE, hubFigureNames } from "../../azure/invocation-log.ts";
import { BATCH_MESSAGE, countNames } from "../../shared/batch/report.ts";
import { kustoAnalyser } from "../support/kusto.ts";
import { expressionsIn } from "../support/terraform/configuration.ts";
import { anchorsOf, testAlertTable, testGuide } from "../support/terraform/guide.ts";
import { files, written } from "./infra-files.ts";

const { folder, guide, infra, local, ofType } = files;

/** All that rings, without the stage. */
const ringing = () => [
  ...Object.keys(local("log_alerts")),
  ...Object.keys(local("hub_alerts")),
  ...["tables-throttled", "blobs-throttled"].filter((name) =>
    expressionsIn(infra.locals.storage_alerts ?? null)[0]?.includes(name),
  ),
  ...ofType("azurerm_consumption_budget_resource_group").map((budget) => String(budget.name).split("-").pop() ?? ""),
];

describe("what rings", () => {
  it("tells the action group", () => {
    const group = "local.action_group_id";
    const told = Object.entries(infra.resources).flatMap(([address, fields]) => {
      if (/alert|budget/.test(address)) return [[address, JSON.stringify(fields).split(group).length - 1]] as const;
      return [];
    });
    expect(Object.fromEntries(told)).toEqual({
      "azurerm_monitor_metric_alert.hub": 1,
      "azurerm_monitor_metric_alert.storage": 1,
      "azurerm_monitor_scheduled_query_rules_alert_v2.this": 1,
      // At the amount, and when the month is on its way there.
      "azurerm_consumption_budget_resource_group.spend": 2,
    });
  });

  it("looks for what the function says", () => {
    const { timers, function_timeout_ms, lines, ...locals } = infra.locals;
    expect(function_timeout_ms).toBe(FUNCTION_TIMEOUT_MS);
    expect(locals.batches).toContain(`== '${BATCH_MESSAGE}'`);
    const figures = [...JSON.stringify(locals).matchAll(/to(?:int|long)\(line\.(\w+)\)/g)].map(([, name]) => name);
    expect(new Set(figures)).toEqual(new Set(["retry", "rejected", "record_age_max", "duration"]));
    expect([...countNames, ...hubFigureNames]).toEqual(expect.arrayContaining(figures));
    expect(JSON.stringify(locals)).toContain(`tostring(line.message) == '${DONE_MESSAGE}'`);
  });

  it("tells batches from timers, and each function's batches, by the names they are registered by", () => {
    const registered = (kind: string) =>
      ["event-hubs/handler.ts", "lake/handler.ts", "lake/compaction/handler.ts", "tables/sweep-handler.ts"].flatMap(
        (file) =>
          [...readFileSync(new URL(`../${file}`, folder), "utf8").matchAll(/app\.(\w+)\("([\w-]+)"/g)].flatMap(
            ([, as, name]) => (as === kind ? [name] : []),
          ),
      );
    const quoted = (text: unknown) => [...String(text).matchAll(/'([\w-]+)'/g)].map(([, name]) => name);
    expect(quoted(infra.locals.timers).sort()).toEqual(registered("timer").sort());
    const watched = Object.entries(local("log_alerts")).flatMap(([name, { query }]) =>
      name.endsWith("not-invoked") ? quoted(/service\) == '[\w-]+'/.exec(String(query))) : [],
    );
    expect(watched.sort()).toEqual(registered("eventHub").sort());
  });

  it("asks the workspace what Azure Monitor would understand", () => {
    const complaints = kustoAnalyser();
    for (const [name, alert] of Object.entries(local("log_alerts"))) {
      expect([name, complaints(written(String(alert.query)))]).toEqual([name, []]);
    }
    expect(complaints("AppRequests | where Succes == false")).not.toEqual([]);
  });

  testAlertTable(files, ringing, 12);

  it("sends whoever is woken to a section the guide has", () => {
    const sections = [...Object.values(local("log_alerts")), ...Object.values(local("hub_alerts"))].map((alert) =>
      String(alert.section),
    );
    expect([...sections, "tables"].filter((section) => !anchorsOf(guide).includes(section))).toEqual([]);
  });
});

describe("the guide", () => {
  testGuide(files, { cloud: "azure", moreCommandsThan: 10, alsoNamed: [] });
});
