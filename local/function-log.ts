/** What the function logged: a batch's figures, and warnings. */
import { BATCH_MESSAGE } from "../shared/batch/report.ts";
import type { RejectionCode } from "../shared/outcome.ts";
import type { DeliveryReport } from "./cloud.ts";

export interface FunctionLog {
  readonly report: DeliveryReport;
  /** Lines that are warnings or worse. */
  readonly warnings: readonly string[];
}

type Line = Record<string, unknown>;

export function readLog(lines: readonly string[]): FunctionLog {
  const parsed = lines.map((line) => JSON.parse(line) as Line);
  const figures = parsed.find(({ message }) => message === BATCH_MESSAGE);
  const rejections = parsed.find((line) => "rejections" in line)?.rejections ?? {};
  const retry = parsed.find(({ reason }) => typeof reason === "string");
  const figure = (name: string) => Number(figures?.[name] ?? 0);
  return {
    report: {
      stored: figure("stored"),
      duplicate: figure("duplicate"),
      ignored: figure("ignored"),
      rejected: figure("rejected"),
      retry: figure("retry"),
      rejections: rejections as Partial<Record<RejectionCode, number>>,
      ...(retry && { retryFrom: { position: String(retry.position), reason: String(retry.reason) } }),
    },
    warnings: lines.filter((_, index) => (parsed[index]?.level ?? parsed[index]?.severity) !== "INFO"),
  };
}
