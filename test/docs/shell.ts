/** Shell commands as a page has them: found in its Markdown, and split into words as far as pages go. */

/** A fenced block without a language, or a code span; both without the indentation of the list they are in. */
export interface Snippet {
  readonly text: string;
  readonly fenced: boolean;
}

/** What of a page may be pasted into a shell: the snippets in which `aws` is called. */
export function awsSnippets(markdown: string): readonly Snippet[] {
  return snippets(markdown).filter(({ text }) => /(^|[\s("])aws /.test(text));
}

function snippets(markdown: string): readonly Snippet[] {
  const fences = /^( *)```([a-z]*)\n([\s\S]*?)^ *```$/gm;
  const fenced = [...markdown.matchAll(fences)].map(([, indent = "", language, body = ""]) => ({
    language,
    text: body.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
  }));
  // A span that is broken over two lines is one line to whoever copies it from the page.
  const spans = [...markdown.replace(fences, "").matchAll(/`([^`]+)`/g)].map(([, span = ""]) =>
    span.replaceAll(/\s*\n\s*/g, " "),
  );
  return [
    ...fenced.filter(({ language }) => language === "").map(({ text }) => ({ text, fenced: true })),
    ...spans.map((text) => ({ text, fenced: false })),
  ];
}

/** Words of every call of `spaces` on a page, however it is called, without those that call it. */
export function spacesCalls(markdown: string): readonly (readonly string[])[] {
  return snippets(markdown)
    .filter(({ text }) => /(^|[\s("])spaces [a-z-]/.test(text.replaceAll("spaces --", "spaces")))
    .flatMap(({ text }) => commands(text))
    .flatMap((words) => {
      const bare = words
        .join("\n")
        .replace(/^(npm\nrun\n--silent\nspaces\n--|npx\nspaces)\n/, "spaces\n")
        .split("\n");
      return bare[0] === "spaces" && bare.length > 1 ? [bare.slice(1)] : [];
    });
}

/** Words of every call of `aws`, without that word, the calls inside `$(…)` included. Variables stay as written. */
export function awsCalls(script: string): readonly (readonly string[])[] {
  return commands(script).flatMap((words) => {
    const start = words.findIndex((word) => !/^(do|then|else|!|\w+=.*)$/s.test(word));
    return words[start] === "aws" ? [words.slice(start + 1)] : [];
  });
}

/** Every simple command's words: quotes removed, what `$(…)` runs is a command of its own. */
function commands(script: string): readonly (readonly string[])[] {
  const inner: (readonly string[])[] = [];
  const found: string[][] = [[]];
  let word: string | undefined;
  let quote = "";
  const endWord = () => {
    if (word !== undefined) found.at(-1)?.push(word);
    word = undefined;
  };
  for (let at = 0; at < script.length; at++) {
    const char = script.charAt(at);
    if (script.startsWith("$(", at) && quote !== "'") {
      const end = closing(script, at + 1);
      inner.push(...commands(script.slice(at + 2, end)));
      word = `${word ?? ""}${script.slice(at, end + 1)}`;
      at = end;
    } else if (char === "\\" && quote !== "'") {
      at++;
      if (script.charAt(at) !== "\n") word = `${word ?? ""}${script.charAt(at)}`;
    } else if (quote !== "") {
      if (char === quote) quote = "";
      else word += char;
    } else if (char === "'" || char === '"') {
      quote = char;
      word ??= "";
    } else if (char === "#" && word === undefined) {
      at = script.indexOf("\n", at) - 1;
      if (at < 0) break;
    } else if (/[|;&()\n]/.test(char)) {
      endWord();
      found.push([]);
    } else if (/\s/.test(char)) endWord();
    else word = `${word ?? ""}${char}`;
  }
  endWord();
  return [...found.filter((words) => words.length > 0), ...inner];
}

/** Where the parenthesis at `open` is closed; those in quotes do not count. */
function closing(script: string, open: number): number {
  let depth = 0;
  let quote = "";
  for (let at = open; at < script.length; at++) {
    const char = script.charAt(at);
    if (quote !== "") {
      if (char === quote) quote = "";
    } else if (char === "'" || char === '"') quote = char;
    else if (char === "(") depth++;
    else if (char === ")" && --depth === 0) return at;
  }
  throw new Error(`a parenthesis is not closed in ${script}`);
}
