/**
 * `npm run local` and its console together, as a newcomer has them: the page moves while events flow. docs/console/*.png
 * are pictures of it: SCREENSHOTS=write npm test -- test/console/browser/local-run.
 */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accessibilityProblems } from "../../support/axe.ts";
import { picture, testBrowser } from "../../support/browser.ts";
import { startLocalRun } from "../../support/local-run.ts";

const docs = fileURLToPath(new URL("../../../docs/console/", import.meta.url));
const screen = { viewport: { width: 1440, height: 900 } };
let folder: string;
let run: ChildProcess;
let address: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "console-run-"));
  run = startLocalRun(folder, ["--events", "20000", "--faults", "--keep"]);
  address = await printedAddress(run);
}, 120_000);
afterAll(async () => {
  run.kill("SIGINT");
  if (run.exitCode === null) await once(run, "close");
  rmSync(folder, { recursive: true, force: true });
});
const browser = testBrowser();

describe("the console of a local run", () => {
  it("shows floors that fill while events flow, and who is on one of them", async () => {
    const page = await browser.open(address, screen);
    await page.locator(".floors a").first().waitFor({ timeout: 180_000 });
    await expect.poll(() => mostDevices(page), { timeout: 180_000, interval: 1_000 }).toBeGreaterThan(8);
    await busiestFloor(page).then((floor) => floor.click());
    const plan = page.getByRole("img", { name: /^Plan of / });
    await plan.waitFor({ timeout: 30_000 });
    await expect.poll(() => plan.getAttribute("aria-label")).toMatch(/[1-9]\d* devices/);
    await page.getByRole("img", { name: /^Devices and people/ }).waitFor({ timeout: 60_000 });
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole("searchbox").blur();
    await shown(page, "building");
  }, 400_000);

  it("shows the pipeline", async () => {
    const page = await browser.open(`${address}#/pipeline`, screen);
    await page.getByRole("img").first().waitFor({ timeout: 60_000 });
    expect(await accessibilityProblems(page)).toEqual([]);
    await shown(page, "pipeline");
  }, 120_000);

  it("explains why events were rejected", async () => {
    const page = await browser.open(`${address}#/events?view=letters`, screen);
    await page.getByRole("table").first().waitFor({ timeout: 60_000 });
    expect(await accessibilityProblems(page)).toEqual([]);
    await shown(page, "events");
  }, 120_000);
});

/** What it prints afterwards is read as well, or it would stop. */
async function printedAddress(child: ChildProcess): Promise<string> {
  let out = "";
  const printed = new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (text) => {
        out = `${out}${text}`.slice(-10_000);
        const found = /Console: (http\S+)/.exec(out)?.[1];
        if (found !== undefined) resolve(found);
      });
    child.once("close", () => reject(new Error(`The run ended: ${out}`)));
  });
  return printed;
}

const devicesOf = (page: Page) =>
  page
    .locator(".floors tbody .bar-cell > :last-child")
    .evaluateAll((cells) => cells.map((cell) => Number(cell.textContent)));

async function mostDevices(page: Page): Promise<number> {
  return Math.max(0, ...(await devicesOf(page)));
}

async function busiestFloor(page: Page) {
  const devices = await devicesOf(page);
  return page.locator(".floors tbody a").nth(devices.indexOf(Math.max(...devices)));
}

async function shown(page: Page, name: string): Promise<void> {
  await picture(page, `local-${name}`);
  if (process.env.SCREENSHOTS !== "write") return;
  mkdirSync(docs, { recursive: true });
  await page.screenshot({ path: join(docs, `${name}.png`), animations: "disabled" });
}
