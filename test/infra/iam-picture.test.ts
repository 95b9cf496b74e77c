/** `docs/iam.svg` is drawn from the templates; after a change of them: GOLDEN=write npm test -- iam-picture, and look at it. */
import { readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { iamPicture, type Principal } from "../../infra/deploy/iam-picture.ts";
import { deployment } from "./deployment.ts";
import { identityStatements, list, resolveValue } from "./policy.ts";

const picture = new URL("../../docs/iam.svg", import.meta.url);
const shown = deployment("both channels, production, AWS keys");

/** By the beginning of its logical id. A role or user that is not here has no place in the picture yet. */
const principals: readonly (readonly [string, string, string])[] = [
  ["kinesis-target/PushAccessUser", "Push user, Kinesis", "Cisco Spaces holds its key"],
  ["firehose-target/PushAccessUser", "Push user, Firehose", "Cisco Spaces holds its key"],
  ["kinesis-processor/ProcessorRole", "Processor", "Lambda"],
  ["firehose-target/TransformRole", "Transform", "Lambda"],
  ["firehose-target/DeliveryRole", "Delivery into the lake", "Data Firehose"],
  ["kinesis-lake/WriterRole", "Lake's function", "Lambda"],
  ["lake/CompactionRole", "Compaction", "Step Functions"],
  ["lake/CompactionScheduleRole", "Its schedule", "EventBridge Scheduler"],
  ["operations/KeyAgeFunctionRole", "Key age", "Lambda"],
  ["operations/KeyAgeScheduleRole", "Its schedule", "EventBridge Scheduler"],
];

/** What a resource is called, by what its text holds. */
const resources: readonly (readonly [RegExp, string])[] = [
  [/kinesis-target\/Stream/, "the push stream"],
  [/DeliveryStream/, "the delivery stream"],
  [/event-store\/Key/, "the deployment's key"],
  [/event-store\/Events/, "table events"],
  [/event-store\/State/, "table state"],
  [/event-store\/Places/, "table places"],
  [/event-store\/DeadLetters/, "dead letters"],
  [/event-store\/PrivacyKey/, "the privacy key"],
  [/Logs/, "its own log"],
  [/:glue:/, "tables of the catalogue"],
  [/\/events\/\*$/, "landing files"],
  [/\/compacted\/\*$/, "compacted files"],
  [/\/query-results\/\*$/, "answers of queries"],
  [/lake\/Lake.*\/\*/, "objects of the lake"],
  [/:workgroup\//, "its workgroup"],
  [/:datacatalog\//, "Athena's catalogue"],
  [/StateMachine|stateMachine|lake\/Compaction/, "the state machine"],
  [/^\*$/, "what knows no resource"],
  [/lake\/Lake/, "the lake's bucket"],
  [/:user\//, "the push users"],
  [/Function|Transform/, "the function"],
];

function drawn(): string {
  const statements = identityStatements(shown);
  const ids = new Set(statements.map(({ kind, id }) => `${kind}/${id}`));
  const known = (id: string) => principals.some(([begins]) => id.startsWith(begins));
  expect([...ids].filter((id) => !known(id))).toEqual([]);
  return iamPicture(
    principals.map(([begins, name, by]): Principal => {
      const may = new Map<string, Set<string>>();
      for (const { kind, id, statement } of statements) {
        if (!`${kind}/${id}`.startsWith(begins)) continue;
        for (const resource of list(statement.Resource)) {
          const text = resolveValue(shown, kind, resource);
          const on = resources.find(([pattern]) => pattern.test(text))?.[1];
          expect([text, on]).toEqual([text, expect.any(String)]);
          const actions = may.get(String(on)) ?? new Set();
          may.set(String(on), actions);
          for (const action of list(statement.Action)) actions.add(String(action));
        }
      }
      expect([begins, may.size]).not.toEqual([begins, 0]);
      return { name, by, may: [...may].map(([on, actions]) => ({ on, actions: [...actions].sort() })) };
    }),
  );
}

it("the picture of who may do what is what the templates say", () => {
  const svg = drawn();
  if (process.env.GOLDEN === "write") writeFileSync(picture, svg);
  expect(readFileSync(picture, "utf8")).toBe(svg);
});
