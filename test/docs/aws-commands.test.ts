/** What the pages have an operator paste: it parses, the CLI knows it, and what it names is there. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { deploy, own } from "../infra/deployment.ts";
import { concrete, REGION } from "../infra/simulate.ts";
import { globalOptions, operationOf } from "./aws-cli.ts";
import { awsCalls, awsSnippets } from "./shell.ts";

const root = new URL("../../", import.meta.url);
const pages = ["README.md", ...readdirSync(new URL("docs/", root)).map((name) => `docs/${name}`)]
  .filter((name) => name.endsWith(".md"))
  .map((name) => ({ name, text: readFileSync(new URL(name, root), "utf8") }));

const textOf = (page: string) => pages.find(({ name }) => name === page)?.text ?? "";

const snippets = pages.flatMap(({ name, text }) => awsSnippets(text).map((snippet) => ({ page: name, ...snippet })));

interface Call {
  readonly page: string;
  readonly service: string;
  readonly operation: string;
  readonly options: ReadonlyMap<string, readonly string[]>;
  readonly positional: readonly string[];
}

/** Without `aws --version`, which is no operation. */
const calls: readonly Call[] = snippets.flatMap(({ page, text }) =>
  awsCalls(text)
    .filter(([first]) => first !== "--version")
    .map(([service = "", operation = "", ...words]) => {
      const options = new Map<string, string[]>();
      const positional: string[] = [];
      let values = positional;
      for (const word of words) {
        if (word.startsWith("--")) {
          values = [];
          options.set(word.slice(2), values);
        } else values.push(word);
      }
      return { page, service, operation, options, positional };
    }),
);

/** The README's are for the run on one machine, and for the reader's own tenant and device. */
const isOperators = ({ page }: { readonly page: string }) => page !== "README.md";
const operators = calls.filter(isOperators);

describe("a command of a page", () => {
  it.each(snippets.map(({ page, text }) => [page, text] as const))("parses as shell: %s: %s", (_, text) => {
    const { status, stderr } = spawnSync("bash", ["-n"], { input: text, encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
  });

  it.each(calls.map((call) => [call.page, call.service, call.operation, call] as const))(
    "is the CLI's, option for option: %s: aws %s %s",
    (_, service, name, { options }) => {
      const operation = operationOf(service, name);
      if (operation === undefined) throw new Error(`there is no aws ${service} ${name}`);
      const given = [...options.keys()].filter((option) => !globalOptions.includes(option));
      expect(given.filter((option) => !operation.options.includes(option.replace(/^no-/, "")))).toEqual([]);
      expect(operation.required.filter((option) => !options.has(option))).toEqual([]);
    },
  );

  it("says how a file of plain bytes is read, since version 2 expects base64", () => {
    const plain = calls.filter(({ service, operation, options }) =>
      operationOf(service, operation)?.binary.some((option) => options.get(option)?.[0]?.startsWith("file://event")),
    );
    expect(plain.length).toBeGreaterThan(0);
    for (const { options } of plain) expect(options.get("cli-binary-format")).toEqual(["raw-in-base64-out"]);
  });

  it("has nothing left to fill in: no placeholder, and no variable that its page does not set", () => {
    // Values of an option that AWS itself writes in capitals.
    const capitals = ["ALARM", "MONTHLY", "AT_TIMESTAMP"];
    const holes = operators.flatMap((call) =>
      [...call.positional, ...[...call.options].flatMap(([option, values]) => (option === "query" ? [] : values))]
        .filter((value) => !value.startsWith("$(") && !capitals.includes(value))
        .filter((value) => /…|^[A-Z_]{3,}$|\/[A-Z_]{3,}(\/|\.|$)/.test(value))
        .map((value) => `${call.page}: ${value}`),
    );
    const unset = snippets
      .filter(isOperators)
      .flatMap(({ page, text }) => [...text.matchAll(/\$\{?([A-Z_]+)/g)].map(([, name]) => [page, name] as const))
      .filter(([, name]) => name !== "RANDOM")
      .filter(([page, name]) => !new RegExp(`(^|[\\s(])${name}(=| in )|read .* ${name}$`, "m").test(textOf(page)));
    expect([holes, unset]).toEqual([[], []]);
  });
});

/** The stage and Region of the pages, with all that they speak of. */
const spokenOf = deploy({
  ...own,
  channels: { firehose: true },
  alarms: {
    email: "oncall@example.com",
    recordsPerSecond: 500,
    tenantSilenceHours: 24,
    hotKeys: true,
    pushKeyAudit: true,
  },
});

/** What the property is in every resource of the type. */
function called(type: string, property: string): ReadonlySet<unknown> {
  return new Set(
    [...spokenOf.templates].flatMap(([kind, { Resources }]) =>
      Object.values(Resources)
        .filter(({ Type }) => Type === type)
        .map(({ Properties }) => concrete(spokenOf, kind, Properties[property])),
    ),
  );
}

/** Where the pages write variables: those of a shell that is signed in to the stage they speak of. */
const written = (text: string) => text.replaceAll("$STAGE", "prod").replaceAll("$AWS_REGION", REGION);

const namedBy: readonly (readonly [option: string, type: string, property: string])[] = [
  ["table-name", "AWS::DynamoDB::GlobalTable", "TableName"],
  ["stream-name", "AWS::Kinesis::Stream", "Name"],
  ["function-name", "AWS::Lambda::Function", "FunctionName"],
  ["user-name", "AWS::IAM::User", "UserName"],
  ["alarm-name", "AWS::CloudWatch::Alarm", "AlarmName"],
];

describe("what a command names", () => {
  const valuesOf = (option: string) =>
    operators.flatMap(({ options }) => options.get(option) ?? []).filter((value) => !value.startsWith("$"));

  it.each(namedBy)("by --%s is there: %s", (option, type, property) => {
    const names = called(type, property);
    const values = valuesOf(option).map((value) => written(value).split(":")[0] ?? "");
    expect(values.length).toBeGreaterThan(0);
    expect(values.filter((value) => !names.has(value))).toEqual([]);
  });

  it("is a key's alias, an index, a log group or a metric that is there", () => {
    const text = JSON.stringify([...spokenOf.templates.values()]);
    for (const name of [...valuesOf("key-id").map(written), ...valuesOf("index-name")])
      expect(text).toContain(JSON.stringify(name));
    for (const metric of [...valuesOf("metric-name"), ...valuesOf("namespace")]) expect(text).toContain(metric);
  });

  it("after aws logs tail is a log group", () => {
    const groups = called("AWS::Logs::LogGroup", "LogGroupName");
    const tailed = operators.filter(({ operation }) => operation === "tail").flatMap(({ positional }) => positional);
    expect(tailed.length).toBeGreaterThan(4);
    expect(tailed.map(written).filter((name) => !groups.has(name))).toEqual([]);
  });
});
