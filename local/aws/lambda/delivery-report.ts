/** What the function printed: its report as metrics in CloudWatch's embedded format, and log lines. */
import type { Status } from "../../../shared/outcome.ts";
import type { DeliveryReport } from "../../cloud.ts";

export interface FunctionLog {
  /** Events by fate, as the function counts them: those it acknowledged, and under `retry` the others. */
  readonly report: DeliveryReport;
  /** Log lines of level WARN and above, and whatever is not JSON. */
  readonly warnings: readonly string[];
}

const statuses = ["stored", "duplicate", "ignored", "rejected", "retry"] as const satisfies readonly Status[];

export function readDelivery(lines: readonly string[]): FunctionLog {
  const counts = { stored: 0, duplicate: 0, ignored: 0, rejected: 0, retry: 0 };
  const rejections: Record<string, number> = {};
  let retryFrom: DeliveryReport["retryFrom"];
  const warnings: string[] = [];
  for (const line of lines) {
    const entry = parse(line);
    if (entry !== undefined && "_aws" in entry) {
      for (const status of statuses) counts[status] += sum(entry[status]);
      continue;
    }
    for (const [code, events] of Object.entries(entry?.rejections ?? {}))
      rejections[code] = (rejections[code] ?? 0) + sum(events);
    if (typeof entry?.reason === "string") retryFrom = { position: String(entry.position), reason: entry.reason };
    if (entry === undefined || !["TRACE", "DEBUG", "INFO"].includes(String(entry.level))) warnings.push(line);
  }
  return { report: { ...counts, rejections, ...(retryFrom !== undefined && { retryFrom }) }, warnings };
}

/** A metric set more than once in an invocation is a list. */
function sum(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((total, item) => total + sum(item), 0);
  return typeof value === "number" ? value : 0;
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
