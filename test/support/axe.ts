/** What axe (https://github.com/dequelabs/axe-core) finds on a page by WCAG 2.2 AA and its own best practices. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * A sentence each: rule, where, why. Through the debugger's protocol, which the page's CSP does not concern.
 * `within`: a selector; default: the whole page.
 */
export async function accessibilityProblems(page: Page, within?: string): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page);
  const run = async (expression: string): Promise<unknown> => {
    const { result, exceptionDetails } = await session.send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined)
      throw new Error(`axe did not run: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
    return result.value;
  };
  try {
    await run(`${source}; undefined`);
    const options = JSON.stringify({ runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
    const where = within === undefined ? "document" : JSON.stringify(within);
    const { violations } = (await run(`axe.run(${where}, ${options})`)) as AxeResults;
    return violations.flatMap(({ id, impact, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) =>
          `${id} (${impact}) at ${target.join(" ")}: ${failureSummary?.split("\n").slice(1).join("; ").trim()}`,
      ),
    );
  } finally {
    await session.detach();
  }
}
