/**
 * States of Step Functions around Athena's statements. Expressions are JSONata's calls and paths alone.
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-athena.html
 */

const DAY_MS = 86_400_000;
/** The most a page has; more weeks than that, of one day's arrivals, end the run in a failure that somebody is told of. */
export const PAGE_ROWS = 1_000;

export type State = Readonly<Record<string, unknown>>;

/** A commit that met another one's, throttling, a service out of sorts: each statement can be run again. */
export const retry = {
  ErrorEquals: ["States.TaskFailed"],
  IntervalSeconds: 30,
  BackoffRate: 2,
  MaxAttempts: 6,
  MaxDelaySeconds: 600,
  JitterStrategy: "FULL",
} as const;

export function daysAgo(days: number): string {
  return `{% $substringBefore($fromMillis($toMillis($states.context.Execution.StartTime) - ${days * DAY_MS}), 'T') %}`;
}

/** The statement in the variable of this name, each `:value` in it replaced by the variable's. */
export function filled(statement: string, values: readonly string[]): string {
  const text = values.reduce((inner, name) => `$replace(${inner}, ':${name}', $${name})`, `$${statement}`);
  return `{% ${text} %}`;
}

export function results(next: string, Assign: State = {}): State {
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

export function cell(place: number): string {
  return `{% $states.input.Data[${place}].VarCharValue %}`;
}

interface EachRow {
  readonly states: Readonly<Record<string, State>>;
  /** Variables of the row's cells. */
  readonly assign: State;
  readonly next: string;
}

/**
 * The states for every row of a result, `first` first, one row after the other; the row of the columns' names is told by
 * the name of the first. A state's name is taken everywhere.
 */
export function eachRow(
  of: "Column" | "Day" | "Week",
  firstColumn: string,
  first: string,
  { states, assign, next }: EachRow,
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
          Assign: assign,
          Default: first,
        },
        [`Skip${of}`]: { Type: "Pass", End: true },
        ...states,
      },
    },
    Next: next,
  };
}
