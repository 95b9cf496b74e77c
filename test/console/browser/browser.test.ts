/** The browser that tests the console is one that tells when a page is wrong. */
import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { accessibilityProblems } from "../../support/axe.ts";
import { picture, testBrowser } from "../../support/browser.ts";
import { type PageServer, servePage } from "../../support/page-server.ts";

const browser = testBrowser();
const page = (body: string) =>
  `<!doctype html><html lang="en"><head><title>A page</title></head><body><main><h1>A page</h1>${body}</main></body></html>`;

describe("a browser of tests", () => {
  let server: PageServer | undefined;
  afterEach(() => server?.[Symbol.asyncDispose]());

  it("opens a page that is as it should be, and finds nothing", async () => {
    server = await servePage(page("<p>All is well.</p>"));
    const opened = await browser.open(server.address);
    expect(await opened.title()).toBe("A page");
    expect(await accessibilityProblems(opened)).toEqual([]);
  });

  it("finds what shuts people out, with its rule and its place", async () => {
    server = await servePage(page("<p><img src='data:,' /></p>"));
    const problems = await accessibilityProblems(await browser.open(server.address));
    expect(problems).toEqual([expect.stringMatching(/^image-alt \(critical\) at img: /)]);
  });

  it("takes a picture of it", async () => {
    server = await servePage(page("<p>A picture.</p>"));
    const path = await picture(await browser.open(server.address), "browser");
    expect(readFileSync(path).subarray(1, 4).toString()).toBe("PNG");
  });

  it.each([
    ["an inline script, which the page's policy forbids", "<script>1</script>", /Content Security Policy/],
    ["an inline style", '<p style="color: red">Red.</p>', /Content Security Policy/],
    ["a request to elsewhere", '<a href="https://example.com/">Away</a>', /^a request to elsewhere: https:/],
  ])("tells of %s", async (_what, body, problem) => {
    server = await servePage(page(body));
    const opened = await browser.open(server.address, { expected: [problem] });
    if (body.startsWith("<a")) await opened.locator("a").click();
    await expect.poll(browser.problems).toContainEqual(expect.stringMatching(problem));
  });
});
