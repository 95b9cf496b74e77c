/**
 * Compaction as Step Functions runs it: Athena's statements in order, one at a time, for every day that landing has rows of
 * which were not moved yet. Expressions are JSONata's calls and paths alone.
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-athena.html
 */
import { daysToCompact, noteDay } from "../../functions/athena/compaction/ledger.ts";
import { deleteBefore, optimizeRecent, vacuum } from "../../functions/athena/compaction/maintain.ts";
import { mergeWeek, weeksOfDay } from "../../functions/athena/compaction/merge.ts";
import { createTables } from "../../functions/athena/compaction/tables.ts";
import { replaceLatestView } from "../../functions/athena/compaction/view.ts";

const DAY_MS = 86_400_000;
/** Every file younger than this may be one of many small ones: what is merged later waits for the next OPTIMIZE of its day. */
const OPTIMIZE_DAYS = 8;
/** Less than the schedule's six hours: a run that hangs is over before the next begins. */
const RUN_TIMEOUT_SECONDS = 5 * 3_600;
/** The most a page has; more weeks than that, of one day's arrivals, end the run in a failure that somebody is told of. */
const PAGE_ROWS = 1_000;

export interface CompactionSteps {
  readonly database: string;
  readonly workgroup: string;
  /** `s3://bucket/folder/`. */
  readonly location: string;
  readonly landingDays: number;
  /** `undefined` keeps for ever. */
  readonly retentionDays: number | undefined;
}

type State = Readonly<Record<string, unknown>>;

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
  const afterView = days.retentionDays === undefined ? "Optimize" : "DeleteBefore";
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
      CreateErased: query("createErased", "DaysToCompact"),
      DaysToCompact: query("daysToCompact", "GetDays", ["today", "oldest"]),
      GetDays: results("EachDay", { found: "{% $count($states.result.ResultSet.Rows) > 1 %}" }),
      EachDay: eachRow(
        "Day",
        "dt",
        {
          WeeksOfDay: query("weeksOfDay", "GetWeeks", ["day"]),
          GetWeeks: results("EachWeek", { cut: `{% $count($states.result.ResultSet.Rows) >= ${PAGE_ROWS} %}` }),
          EachWeek: {
            ...eachRow(
              "Week",
              "from_day",
              { MergeWeek: query("mergeWeek", "", ["day", "from", "until"]) },
              "MergeWeek",
              {
                from: cell(0),
                until: cell(1),
              },
            ),
            Next: "HasMore",
          },
          HasMore: { Type: "Choice", Choices: [{ Condition: "{% $cut %}", Next: "TooManyWeeks" }], Default: "NoteDay" },
          TooManyWeeks: { Type: "Fail", Error: "TooManyWeeks", Cause: "One day's arrivals occurred in too many weeks" },
          NoteDay: query("noteDay", "", ["day", "rows"]),
        },
        "WeeksOfDay",
        { day: cell(0), rows: cell(1) },
      ),
      ReplaceView: query("replaceLatestView", "HasFound", ["tail"]),
      HasFound: { Type: "Choice", Choices: [{ Condition: "{% $found %}", Next: afterView }], Default: "Done" },
      ...(days.retentionDays !== undefined && { DeleteBefore: query("deleteBefore", "Optimize", ["before"]) }),
      // Both end in an error while more runs are needed, and go on where they stopped.
      Optimize: query("optimizeRecent", "Vacuum", ["recent"]),
      Vacuum: query("vacuum", "Done"),
      Done: { Type: "Succeed" },
    },
  };
}

/** A commit that met another one's, throttling, a service out of sorts: each statement can be run again. */
const retry = {
  ErrorEquals: ["States.TaskFailed"],
  IntervalSeconds: 30,
  BackoffRate: 2,
  MaxAttempts: 6,
  MaxDelaySeconds: 600,
  JitterStrategy: "FULL",
} as const;

function daysAgo(days: number): string {
  return `{% $substringBefore($fromMillis($toMillis($states.context.Execution.StartTime) - ${days * DAY_MS}), 'T') %}`;
}

/** The statement in the variable of this name, each `:value` in it replaced by the variable's. */
function filled(statement: string, values: readonly string[]): string {
  const text = values.reduce((inner, name) => `$replace(${inner}, ':${name}', $${name})`, `$${statement}`);
  return `{% ${text} %}`;
}

function results(next: string, Assign: State): State {
  return {
    Type: "Task",
    Resource: "arn:aws:states:::athena:getQueryResults",
    Arguments: { QueryExecutionId: "{% $states.input %}", MaxResults: PAGE_ROWS },
    Output: "{% $states.result.ResultSet.Rows %}",
    Assign,
    Retry: [retry],
    Next: next,
  };
}

function cell(place: number): string {
  return `{% $states.input.Data[${place}].VarCharValue %}`;
}

/** The states for every row of a result, one after the other; the first row has the columns' names. A state's name is taken everywhere. */
function eachRow(
  of: "Day" | "Week",
  firstColumn: string,
  states: Readonly<Record<string, State>>,
  first: string,
  Assign: State,
): State {
  return {
    Type: "Map",
    Items: "{% $states.input %}",
    MaxConcurrency: 1,
    ItemProcessor: {
      ProcessorConfig: { Mode: "INLINE" },
      StartAt: `Is${of}`,
      States: {
        [`Is${of}`]: {
          Type: "Choice",
          Choices: [
            { Condition: `{% $contains($states.input.Data[0].VarCharValue, '${firstColumn}') %}`, Next: `Skip${of}` },
          ],
          Assign,
          Default: first,
        },
        [`Skip${of}`]: { Type: "Pass", End: true },
        ...states,
      },
    },
    Next: "ReplaceView",
  };
}
