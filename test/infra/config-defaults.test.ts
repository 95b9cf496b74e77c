/** What `spaces-config.ts` tells an editor's reader of each default is what `defaults.ts` fills in. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { withDefaults } from "../../infra/config/defaults.ts";
import type { SpacesConfigInput } from "../../infra/config/spaces-config.ts";

const source = readFileSync(new URL("../../infra/config/spaces-config.ts", import.meta.url), "utf8");

const prefixes: Readonly<Record<string, readonly string[]>> = {
  KinesisChannelConfig: ["channels", "kinesis"],
  FirehoseChannelConfig: ["channels", "firehose"],
  TablesConfig: ["tables"],
  SpacesConfig: [],
};

/** Defaults that depend on something else are told for these deployments; every other one holds in any. */
const toldFor: Readonly<Record<string, SpacesConfigInput>> = {
  removalPolicy: { stage: "dev" },
  "channels.firehose.writeTables": {
    stage: "prod",
    channels: { kinesis: { enabled: false }, firehose: { enabled: true } },
  },
};

/** `path → what stands behind @default`; a line of a comment or of an interface at a time. */
function toldDefaults(): ReadonlyMap<string, string> {
  const told = new Map<string, string>();
  let path: readonly string[] = [];
  let said: string | undefined;
  for (const line of source.split("\n")) {
    said = /@default (.+?)(?: \*\/)?$/.exec(line)?.[1] ?? said;
    const opened = /^(?:export )?interface (\w+)/.exec(line)?.[1];
    const [, name = "", opens] = /^ +readonly (\w+):( \{)?/.exec(line) ?? [];
    if (opened !== undefined) path = prefixes[opened] ?? [];
    else if (opens !== undefined && !line.endsWith("};")) path = [...path, name];
    else if (name !== "" && said !== undefined) told.set([...path, name].join("."), said);
    else if (/^ +\};/.test(line)) path = path.slice(0, -1);
    if (name !== "") said = undefined;
  }
  return told;
}

/** The value at the beginning of what is told; the rest explains it. */
function literal(said: string): unknown {
  const [text = ""] = /^(undefined|true|false|"[^"]*"|[\d.]+|\[[^\]]*\]|\{\})/.exec(said) ?? [];
  return text === "undefined" ? undefined : JSON.parse(text);
}

function valueAt(config: object, path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], config);
}

function leaves(value: unknown, path: string): readonly string[] {
  const isGroup = typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
  return isGroup
    ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === "" ? key : `${path}.${key}`))
    : [path];
}

describe("a default that is told", () => {
  const told = toldDefaults();

  it("is told of everything that may be left out", () => {
    const everything = leaves(withDefaults({ stage: "prod" }), "").filter((path) => path !== "stage");
    expect([...told.keys()].sort()).toEqual([...everything].sort());
  });

  it.each([...told])("is the one filled in: %s", (path, said) => {
    expect(valueAt(withDefaults(toldFor[path] ?? { stage: "prod" }), path)).toEqual(literal(said));
  });
});
