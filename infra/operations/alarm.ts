/** An alarm as this project declares it: what happened, in words for whoever is woken, and the runbook section that helps. */
import type { IMetric } from "aws-cdk-lib/aws-cloudwatch";

export interface AlarmDefinition {
  /** Ends the alarm's name. */
  readonly name: string;
  /** Section of docs/runbook.md. */
  readonly runbook: RunbookSection;
  /** What happened, and what it means for the events. */
  readonly what: string;
  readonly metric: IMetric;
  /** Minutes a value of the metric covers. */
  readonly periodMinutes: number;
  /** Values in a row that must be beyond the threshold. */
  readonly periods: number;
  readonly threshold: number;
  readonly beyond: "above" | "below";
  /** Whether no value at all is an alarm too. */
  readonly absentIsAlarm: boolean;
}

export const runbookSections = [
  "silence",
  "tenant-silence",
  "not-invoked",
  "iterator-age",
  "processor-errors",
  "throttles",
  "duration",
  "dead-letters",
  "given-up",
  "put-failures",
  "tables",
  "transform-failures",
  "data-freshness",
  "conversion-failures",
  "compaction",
  "key-age",
  "rate",
  "spend",
  "customer-key",
  "push-key",
] as const;
type RunbookSection = (typeof runbookSections)[number];

const RUNBOOK = "docs/runbook.md";

/** Ends every notice. */
export function runbookLink(section: RunbookSection): string {
  return `What to do: ${RUNBOOK}#${section}`;
}

/** At most 1,024 characters, the most an alarm takes. */
export function alarmDescription({ what, runbook }: AlarmDefinition): string {
  return `${what} ${runbookLink(runbook)}`;
}
