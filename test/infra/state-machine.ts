/**
 * Step Functions small enough to run a definition in a test: the states this project uses, and of JSONata the calls and
 * paths that read the same in JavaScript. What else a definition has in it fails.
 */
import { runInNewContext } from "node:vm";

type Json = Record<string, unknown>;

export interface Machine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, Json>>;
}

/** Answers a task's result; throws for a task that failed. */
export type Perform = (resource: string, argumentsGiven: Json) => Promise<unknown>;

export interface Ended {
  readonly status: "SUCCEEDED" | "FAILED";
  readonly error?: string;
  /** States entered, in order. */
  readonly path: readonly string[];
}

export async function runMachine(machine: Machine, perform: Perform, startTime: string): Promise<Ended> {
  const path: string[] = [];
  const names = namesOf(machine);
  if (new Set(names).size !== names.length) throw new Error("a name is taken twice");
  const context = { StateMachine: { Id: "arn:self" }, Execution: { StartTime: startTime } };
  try {
    await runStates(machine, {}, { perform, context, variables: {}, path });
    return { status: "SUCCEEDED", path };
  } catch (error) {
    return { status: "FAILED", error: error instanceof Error ? error.message : String(error), path };
  }
}

/** Of all states, those inside others too. */
function namesOf({ States }: Machine): readonly string[] {
  return Object.entries(States).flatMap(([name, { ItemProcessor }]) => [
    name,
    ...(ItemProcessor === undefined ? [] : namesOf(ItemProcessor as Machine)),
  ]);
}

interface Run {
  readonly perform: Perform;
  readonly context: Json;
  readonly variables: Json;
  readonly path: string[];
}

async function runStates(machine: Machine, input: unknown, run: Run): Promise<unknown> {
  let name: string | undefined = machine.StartAt;
  let value = input;
  while (name !== undefined) {
    const state: Json | undefined = machine.States[name];
    if (state === undefined) throw new Error(`no state ${name}`);
    run.path.push(name);
    const { output, next } = await runState(state, value, run);
    value = output;
    name = next;
  }
  return value;
}

async function runState(state: Json, input: unknown, run: Run): Promise<{ output: unknown; next: string | undefined }> {
  const next = state.End === true ? undefined : (state.Next as string | undefined);
  switch (state.Type) {
    case "Succeed":
      return { output: input, next: undefined };
    case "Fail":
      throw new Error(String(state.Error));
    case "Pass":
      assign(state, { input }, run);
      return { output: input, next };
    case "Choice": {
      const choices = state.Choices as readonly { Condition: string; Next: string }[];
      const chosen = choices.find(({ Condition }) => evaluate(Condition, { input }, run) === true);
      if (chosen === undefined) assign(state, { input }, run);
      return { output: input, next: chosen?.Next ?? String(state.Default) };
    }
    case "Task": {
      const result = await tried(state, () =>
        run.perform(String(state.Resource), evaluate(state.Arguments, { input }, run) as Json),
      );
      assign(state, { input, result }, run);
      return { output: state.Output === undefined ? result : evaluate(state.Output, { input, result }, run), next };
    }
    case "Map": {
      if (state.MaxConcurrency !== 1) throw new Error("items at once");
      const outputs: unknown[] = [];
      for (const item of evaluate(state.Items, { input }, run) as readonly unknown[])
        outputs.push(await runStates(state.ItemProcessor as never, item, { ...run, variables: inner(run.variables) }));
      return { output: outputs, next };
    }
    default:
      throw new Error(`no rule for ${String(state.Type)}`);
  }
}

/** What is outside can be read, and its names are taken: https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html */
function inner(variables: Json): Json {
  return Object.create(variables) as Json;
}

async function tried<T>(state: Json, perform: () => Promise<T>): Promise<T> {
  const [retry] = (state.Retry ?? []) as readonly { MaxAttempts: number }[];
  for (let attempt = 0; ; attempt++) {
    try {
      return await perform();
    } catch (error) {
      if (attempt >= (retry?.MaxAttempts ?? 0)) throw error;
    }
  }
}

function assign(state: Json, states: Json, run: Run): void {
  const values = evaluate(state.Assign ?? {}, states, run) as Json;
  for (const [name, value] of Object.entries(values)) {
    if (name in run.variables && !Object.hasOwn(run.variables, name)) throw new Error(`${name} is taken outside`);
    run.variables[name] = value;
  }
}

function evaluate(template: unknown, states: Json, run: Run): unknown {
  if (Array.isArray(template)) return template.map((item) => evaluate(item, states, run));
  if (typeof template === "object" && template !== null)
    return Object.fromEntries(Object.entries(template).map(([key, item]) => [key, evaluate(item, states, run)]));
  const expression = typeof template === "string" ? /^\{% ([\s\S]+) %\}$/.exec(template)?.[1] : undefined;
  if (expression === undefined) return template;
  const variables: Json = {};
  for (const name in run.variables) variables[`$${name}`] = run.variables[name];
  return runInNewContext(expression, { ...functions, ...variables, $states: { ...states, context: run.context } });
}

const functions = {
  $count: (items: readonly unknown[]) => items.length,
  $contains: (text: string, part: string) => text.includes(part),
  $replace: (text: string, part: string, by: string) => text.replaceAll(part, () => by),
  $substringBefore: (text: string, part: string) => text.split(part)[0],
  $toMillis: (text: string) => Date.parse(text),
  $fromMillis: (ms: number) => new Date(ms).toISOString(),
};
