/** The page Pipeline in a real browser: figures that move, what the doctor says, and what is said where there is nothing. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PipelineAnswer } from "../../../console/api.ts";
import { accessibilityProblems } from "../../support/axe.ts";
import { picture, testBrowser } from "../../support/browser.ts";
import { type ConsoleFixture, consoleFixture, type Stream } from "../../support/console-fixture.ts";
import { sampleDoctor, samplePipeline, sampleStage } from "../../support/sample-console.ts";

const NOW_MS = Date.parse("2026-03-02T09:14:03Z");
const lost = /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/;
let fixture: ConsoleFixture;
let streams: Stream[] = [];
const telling = (answer: PipelineAnswer) => ({
  "/api/stage": () => ({ json: sampleStage }),
  "/api/pipeline/live": () => ({
    open(stream: Stream) {
      streams.push(stream);
      stream.send("pipeline", answer);
    },
  }),
});
beforeEach(async () => {
  streams = [];
  fixture = await consoleFixture();
  fixture.replies = telling(samplePipeline(NOW_MS));
});
afterEach(() => fixture[Symbol.asyncDispose]());
const browser = testBrowser();

describe("the pipeline's figures", () => {
  it.each([
    ["light", 1280],
    ["dark", 360],
    ["light", 1920],
  ] as const)("shut nobody out, %s and %i px wide", async (colorScheme, width) => {
    const viewport = { width, height: 900 };
    const page = await browser.open(`${fixture.address}#/pipeline`, { colorScheme, viewport });
    await page.getByRole("img", { name: /^Lag of kinesis in the last 60 min: 1\.1 s now, 4\.6 s at most$/ }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await picture(page, `pipeline-${colorScheme}-${width}`);
  });

  it("tell each chart as a table, with gaps where nothing was measured", async () => {
    const page = await browser.open(`${fixture.address}#/pipeline`);
    const channel = page.getByRole("region", { name: "kinesis" });
    await channel.getByText("As a table").first().click();
    const table = channel.getByRole("table", { name: /^Events a second of kinesis/ });
    await expect.poll(() => table.getByRole("row").count()).toBe(61);
    expect(await table.getByRole("cell", { name: "–" }).count()).toBe(3);
    expect(await page.getByText("Lag not measured").count()).toBe(1);
  });

  it("stand in the head channel by channel, for each may be given the same events", async () => {
    const page = await browser.open(`${fixture.address}#/pipeline`);
    const totals = page.locator(".totals");
    await totals.getByText("1,485,664").waitFor();
    expect(await totals.innerText()).toMatch(/Events\n+1,485,664\n+kinesis\n+131,893\n+firehose/);
    expect(await totals.innerText()).toMatch(/Rejected\n+137\n+kinesis, < 0\.01 %\n+0\n+firehose, 0 %/);
    await page.getByText("Throttled calls").waitFor();
    await page.getByText("Write units per event").waitFor();
  });

  it("lead from a code to its dead letters", async () => {
    const page = await browser.open(`${fixture.address}#/pipeline`);
    await page.getByRole("link", { name: "malformed-json" }).waitFor();
    expect(await page.getByRole("link", { name: "malformed-json" }).getAttribute("href")).toBe(
      "#/events?view=letters&code=malformed-json",
    );
  });

  it("stay when the connection is lost, say that they are old, and go on by themselves", async () => {
    const page = await browser.open(`${fixture.address}#/pipeline`, { expected: [lost] });
    await page.getByRole("region", { name: "kinesis" }).waitFor();
    await fixture.kill();
    await page.getByText("What stands here is no longer live").waitFor();
    expect(await page.getByText("Not live").count()).toBe(1);
    expect(await accessibilityProblems(page)).toEqual([]);
    fixture.replies = telling({ ...samplePipeline(NOW_MS), missing: ["it is back"] });
    await fixture.revive();
    await page.getByText("it is back").waitFor();
    expect(await page.getByText("no longer live").count()).toBe(0);
  });

  it("say who may not look, and where nothing has come lead to the doctor", async () => {
    const message = "cloudwatch:GetMetricData is denied to these credentials.";
    fixture.replies = { "/api/pipeline/live": () => ({ failure: { code: "no-rights", message } }) };
    const page = await browser.open(`${fixture.address}#/pipeline`, { expected: [/status of 403/] });
    await page.getByRole("alert").getByText(message).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    fixture.replies = telling({ atMs: NOW_MS, channels: [], tenants: [], missing: [] });
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("No channel has sent anything yet").waitFor();
    await page.getByRole("link", { name: "doctor", exact: true }).click();
    await page.getByRole("button", { name: "Look now" }).waitFor();
  });
});

describe("the doctor", () => {
  it("looks when it is asked, tells how far it is, and says what is bad first", async () => {
    fixture.replies = {
      "/api/doctor": () => ({
        open(stream) {
          stream.send("progress", { done: 3, of: 7 });
          streams.push(stream);
        },
      }),
    };
    const page = await browser.open(`${fixture.address}#/pipeline?view=doctor`);
    await page.getByRole("button", { name: "Look now" }).click();
    await page.getByText("3 of 7 looked at").waitFor();
    streams[0]?.send("findings", sampleDoctor);
    streams[0]?.end();
    await page.getByText("2 bad, 1 unknown, 4 good.").waitFor();
    expect(await page.getByRole("listitem").first().innerText()).toMatch(/bad\s+tenants/);
    await page.getByRole("button", { name: "Look again" }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });
});
