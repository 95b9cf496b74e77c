/** The page Questions in a real browser: asked by the address, drawn, in a table, and taken away. */
import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { accessibilityProblems } from "../../support/axe.ts";
import { picture, testBrowser } from "../../support/browser.ts";
import { type ConsoleFixture, consoleFixture } from "../../support/console-fixture.ts";
import { sampleAnswer, sampleQueries, sampleStage } from "../../support/sample-console.ts";

let fixture: ConsoleFixture;
let asked: URLSearchParams[] = [];
beforeEach(async () => {
  asked = [];
  fixture = await consoleFixture();
  fixture.replies = {
    "/api/stage": () => ({ json: sampleStage }),
    "/api/queries": () => ({ json: sampleQueries }),
    "/api/query": (query) => {
      asked.push(query);
      return { json: sampleAnswer(query.get("name") ?? "") };
    },
  };
});
afterEach(() => fixture[Symbol.asyncDispose]());
const browser = testBrowser();
const addressOf = (name: string) => `${fixture.address}#/questions?name=${name}&from=2026-03-01&to=2026-03-03&run=true`;

describe("the questions", () => {
  it("are found by their words, and asked with the week as it is now", async () => {
    const page = await browser.open(`${fixture.address}#/questions`);
    await page.getByRole("searchbox").fill("HOURLY floor users");
    expect(await page.getByRole("navigation", { name: "Questions" }).getByRole("link").count()).toBe(1);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole("link", { name: "Hourly occupancy by floor" }).click();
    await page.getByRole("button", { name: "Ask" }).click();
    await page.getByText("144 rows").waitFor();
    const [question] = asked;
    const days = Date.parse(question?.get("to") ?? "") - Date.parse(question?.get("from") ?? "");
    expect(days).toBe(7 * 86_400_000);
    expect(new URL(page.url()).hash).toContain("run=true");
  });

  it.each([
    ["hourly-occupancy-by-floor", /^Hourly occupancy by floor: devices along hour start, 3 series$/, "light", 1280],
    ["flow-between-zones", /^Flow between zones: moves by from name · to name$/, "dark", 360],
    ["where-assets-are", /^Where assets are: y along x, 3 series$/, "dark", 1920],
  ] as const)("%s is drawn, and shuts nobody out", async (name, label, colorScheme, width) => {
    const page = await browser.open(addressOf(name), { colorScheme, viewport: { width, height: 900 } });
    await page.getByRole("img", { name: label }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await picture(page, `question-${name}`);
  });

  it("are sorted by a head's button, which says how", async () => {
    const page = await browser.open(addressOf("flow-between-zones"));
    const devices = page.getByRole("columnheader", { name: "devices" });
    await devices.getByRole("button").click();
    expect(await devices.getAttribute("aria-sort")).toBe("ascending");
    await devices.getByRole("button").click();
    expect(await devices.getAttribute("aria-sort")).toBe("descending");
    expect(await page.getByRole("row").nth(1).innerText()).toContain("161");
  });

  it("give their answer as CSV that runs nothing, and their SQL", async () => {
    const page = await browser.open(addressOf("flow-between-zones"));
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download CSV" }).click(),
    ]);
    expect(file.suggestedFilename()).toBe("flow-between-zones.csv");
    const text = await readFile(await file.path(), "utf8");
    expect(text.split("\r\n").slice(0, 2)).toEqual(["from_name,to_name,moves,devices", "'=1+1,to name 1,80,0"]);
    await page.getByText("The SQL, to take away").click();
    await page.getByText("SELECT *").waitFor();
  });

  it("say the server's sentence where a parameter is wrong, and what no rows mean", async () => {
    const message = 'Parameter "from" must be a day or a time written as yyyy-MM-dd or yyyy-MM-dd hh:mm:ss.';
    fixture.replies = { ...fixture.replies, "/api/query": () => ({ failure: { code: "bad-request", message } }) };
    const page = await browser.open(addressOf("visitors-per-day"), { expected: [/status of 400/] });
    await page.getByRole("alert").getByText(message).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    fixture.replies = { ...fixture.replies, "/api/query": () => ({ json: sampleAnswer("unmapped-event-types") }) };
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("No rows").waitFor();
  });

  it("are none where the stage has no lake", async () => {
    const has = { ...sampleStage.has, lake: false };
    fixture.replies = { "/api/stage": () => ({ json: { ...sampleStage, has } }) };
    const page = await browser.open(`${fixture.address}#/questions`);
    await page.getByText("This stage has no lake to ask").waitFor();
  });
});
