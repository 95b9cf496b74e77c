/**
 * Compaction as Step Functions runs it: Athena's statements in order, one at a time, for every day that landing has rows of
 * which were not moved yet.
 */
import { daysToCompact, noteDay } from "../../functions/athena/compaction/ledger.ts";
import { deleteBefore, optimizeRecent, vacuum } from "../../functions/athena/compaction/maintain.ts";
import { mergeWeek, weeksOfDay } from "../../functions/athena/compaction/merge.ts";
import { addColumn, missingColumns } from "../../functions/athena/compaction/missing-columns.ts";
import { createTables } from "../../functions/athena/compaction/tables.ts";
import { replaceLatestView } from "../../functions/athena/compaction/view.ts";
import { cell, daysAgo, eachRow, filled, PAGE_ROWS, results, retry, type State } from "./compaction-states.ts";

/** Every file younger than this may be one of many small ones: what is merged later waits for the next OPTIMIZE of its day. */
const OPTIMIZE_DAYS = 8;
/** Less than the schedule's six hours: a run that hangs is over before the next begins. */
const RUN_TIMEOUT_SECONDS = 5 * 3_600;
export interface CompactionSteps {
  readonly database: string;
  readonly workgroup: string;
  /** `s3://bucket/folder/`. */
  readonly location: string;
  readonly landingDays: number;
  /** `undefined` keeps for ever. */
  readonly retentionDays: number | undefined;
}

/** A state machine's definition, in the Amazon States Language. */
export function compactionDefinition({ database, workgroup, location, ...days }: CompactionSteps) {
  const [createEvents, createLedger, createErased] = createTables(location);
  const query = (statement: string, next: string, values: readonly string[] = []): State => ({
    Type: "Task",
    Resource: "arn:aws:states:::athena:startQueryExecution.sync",
    Arguments: {
      QueryString: filled(statement, values),
      QueryExecutionContext: { Database: database },
      WorkGroup: workgroup,
    },
    Output: "{% $states.result.QueryExecution.QueryExecutionId %}",
    Retry: [retry],
    ...(next === "" ? { End: true } : { Next: next }),
  });
  const afterView = days.retentionDays === undefined ? "HasFound" : "DeleteBefore";
  return {
    Comment: "Moves what arrived into the table that has each event once",
    QueryLanguage: "JSONata",
    TimeoutSeconds: RUN_TIMEOUT_SECONDS,
    StartAt: "WhoRuns",
    States: {
      // Two writers at once fail each other; a run started by hand beside the schedule's ends at once.
      WhoRuns: {
        Type: "Task",
        Resource: "arn:aws:states:::aws-sdk:sfn:listExecutions",
        Arguments: { StateMachineArn: "{% $states.context.StateMachine.Id %}", StatusFilter: "RUNNING" },
        Retry: [retry],
        Next: "IsAlone",
      },
      IsAlone: {
        Type: "Choice",
        Choices: [{ Condition: "{% $count($states.input.Executions) > 1 %}", Next: "AnotherRuns" }],
        Default: "Prepare",
      },
      AnotherRuns: { Type: "Succeed" },
      Prepare: {
        Type: "Pass",
        Assign: {
          today: "{% $substringBefore($states.context.Execution.StartTime, 'T') %}",
          oldest: daysAgo(days.landingDays - 1),
          tail: daysAgo(1),
          recent: daysAgo(OPTIMIZE_DAYS),
          ...(days.retentionDays !== undefined && { before: daysAgo(days.retentionDays) }),
          createEvents,
          createLedger,
          createErased,
          missingColumns: missingColumns(database),
          addColumn,
          daysToCompact,
          weeksOfDay,
          mergeWeek,
          noteDay,
          replaceLatestView,
          deleteBefore,
          optimizeRecent,
          vacuum,
        },
        Next: "CreateEvents",
      },
      CreateEvents: query("createEvents", "CreateLedger"),
      CreateLedger: query("createLedger", "CreateErased"),
      CreateErased: query("createErased", "MissingColumns"),
      MissingColumns: query("missingColumns", "GetColumns"),
      GetColumns: results("EachColumn"),
      EachColumn: eachRow("Column", "declared", "AddColumn", {
        states: { AddColumn: query("addColumn", "", ["column"]) },
        assign: { column: cell(0) },
        next: "DaysToCompact",
      }),
      DaysToCompact: query("daysToCompact", "GetDays", ["today", "oldest"]),
      GetDays: results("EachDay", { found: "{% $count($states.result.ResultSet.Rows) > 1 %}" }),
      EachDay: eachRow("Day", "dt", "WeeksOfDay", {
        states: {
          WeeksOfDay: query("weeksOfDay", "GetWeeks", ["day"]),
          GetWeeks: results("EachWeek", { cut: `{% $count($states.result.ResultSet.Rows) >= ${PAGE_ROWS} %}` }),
          EachWeek: eachRow("Week", "from_day", "MergeWeek", {
            states: { MergeWeek: query("mergeWeek", "", ["day", "from", "until"]) },
            assign: { from: cell(0), until: cell(1) },
            next: "HasMore",
          }),
          HasMore: { Type: "Choice", Choices: [{ Condition: "{% $cut %}", Next: "TooManyWeeks" }], Default: "NoteDay" },
          TooManyWeeks: { Type: "Fail", Error: "TooManyWeeks", Cause: "One day's arrivals occurred in too many weeks" },
          NoteDay: query("noteDay", "", ["day", "rows"]),
        },
        assign: { day: cell(0), rows: cell(1) },
        next: "ReplaceView",
      }),
      ReplaceView: query("replaceLatestView", afterView, ["tail"]),
      // What is to go, goes where nothing arrives any more, too; only new files are worth rewriting.
      ...(days.retentionDays !== undefined && { DeleteBefore: query("deleteBefore", "HasFound", ["before"]) }),
      HasFound: { Type: "Choice", Choices: [{ Condition: "{% $found %}", Next: "Optimize" }], Default: "Vacuum" },
      // Both end in an error while more runs are needed, and go on where they stopped.
      Optimize: query("optimizeRecent", "Vacuum", ["recent"]),
      Vacuum: query("vacuum", "Done"),
      Done: { Type: "Succeed" },
    },
  };
}
