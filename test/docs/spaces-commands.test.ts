/** Calls of `spaces` on the pages: the command is there, and takes what it is given. */
import { readdirSync, readFileSync } from "node:fs";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { spacesProgram } from "../../cli/program.ts";
import { spacesCalls } from "./shell.ts";

const root = new URL("../../", import.meta.url);
const pages = ["README.md", ...readdirSync(new URL("docs/", root)).map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith(".md"),
);
const calls = pages.flatMap((page) =>
  spacesCalls(readFileSync(new URL(page, root), "utf8")).map((words) => ({ page, words })),
);

/** The command of the words and those it is given, as commander would find them. */
function resolve(program: Command, [word, ...rest]: readonly string[]): { command: Command; words: readonly string[] } {
  const found = program.commands.find((command) => command.name() === word);
  if (found !== undefined) return resolve(found, rest);
  return { command: program, words: word === undefined ? [] : [word, ...rest] };
}

/** Options of the one that runs where none is named, too. */
function optionsOf(command: Command): readonly string[] {
  return [command, ...command.commands.filter((child) => child.name() === "show")].flatMap(({ options }) =>
    options.flatMap(({ long }) => long ?? []),
  );
}

describe("a call of spaces on a page", () => {
  it("is found: what is read here is what the pages say", () => {
    expect(calls.length).toBeGreaterThan(30);
    expect(new Set(calls.map(({ page }) => page))).toContain("docs/operations.md");
  });

  it.each(calls.map(({ page, words }) => [page, words.join(" "), words] as const))(
    "is known: %s: spaces %s",
    (_, __, words) => {
      const program = spacesProgram();
      const { command, words: given } = resolve(program, words);
      const options = given.filter((word) => word.startsWith("--")).map((word) => word.split("=")[0] ?? "");
      if (command === program) expect(options.join()).toMatch(/^--(help|version)$/);
      else expect(options.filter((option) => option !== "--help" && !optionsOf(command).includes(option))).toEqual([]);
    },
  );
});
