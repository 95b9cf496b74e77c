/** A real browser for a test file, in which any error, any breach of the page's CSP and any request to elsewhere fails the test. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { chromiumLaunch } from "./chromium.ts";

const output = fileURLToPath(new URL("../../reports/console/", import.meta.url));

/** Whose browser it is, wherever the tests run. */
const reader: BrowserContextOptions = { viewport: { width: 1280, height: 800 }, locale: "en-GB", timezoneId: "UTC" };

interface PageOptions extends BrowserContextOptions {
  /** What the test itself brings about, such as a connection it cuts: problems that match do not fail it. */
  readonly expected?: readonly RegExp[];
}

export interface TestBrowser {
  /** A page of its own, with nothing kept from another; 1280 × 800 unless told. */
  open(address: string, options?: PageOptions): Promise<Page>;
  /** What went wrong on the pages of this test until now, the expected with it. */
  problems(): readonly string[];
}

/**
 * One Chromium for all tests of the file that calls this; pages are closed after each test, and their problems fail it.
 * To be called after the hooks of what serves the pages: hooks after a test run in reverse, and a page outliving its server complains.
 */
export function testBrowser(): TestBrowser {
  let browser: Browser;
  let contexts: BrowserContext[] = [];
  let problems: { readonly text: string; readonly expected: boolean }[] = [];
  beforeAll(async () => {
    browser = await chromium.launch(await chromiumLaunch());
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    const unexpected = problems.filter(({ expected }) => !expected).map(({ text }) => text);
    [contexts, problems] = [[], []];
    expect(unexpected).toEqual([]);
  });
  return {
    problems: () => problems.map(({ text }) => text),
    async open(address, { expected = [], ...options } = {}) {
      const context = await browser.newContext({ ...reader, ...options });
      contexts.push(context);
      const tell = (text: string) => problems.push({ text, expected: expected.some((pattern) => pattern.test(text)) });
      const { origin } = new URL(address);
      await context.route(
        (url) => url.origin !== origin && /^(https?|wss?):$/.test(url.protocol),
        (route) => {
          tell(`a request to elsewhere: ${route.request().url()}`);
          return route.abort();
        },
      );
      const page = await context.newPage();
      page.on("console", (message) => {
        // A breach of the CSP is an error in the console.
        if (message.type() === "error") tell(`in the console: ${message.text()} (${message.location().url})`);
      });
      page.on("pageerror", (error) => tell(`an error nobody caught: ${error.message}`));
      page.on("crash", () => tell("the page crashed"));
      await page.goto(address);
      return page;
    },
  };
}

/** Into reports/console/NAME.png; gives its path. */
export async function picture(page: Page, name: string): Promise<string> {
  mkdirSync(output, { recursive: true });
  const path = join(output, `${name}.png`);
  await page.screenshot({ path, animations: "disabled" });
  return path;
}
