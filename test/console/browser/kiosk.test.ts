/** A floor on a wall: nothing to use, read from afar, and still there after weeks. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { accessibilityProblems } from "../../support/axe.ts";
import { picture, testBrowser } from "../../support/browser.ts";
import { type ConsoleFixture, consoleFixture } from "../../support/console-fixture.ts";
import { SAMPLE_NOW_MS, sampleFloor, sampleFloorAddress, seeded } from "../../support/sample-floor.ts";

const lost = /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/;
let fixture: ConsoleFixture;
beforeEach(async () => {
  fixture = await consoleFixture();
});
afterEach(() => fixture[Symbol.asyncDispose]());
const browser = testBrowser();

const wall = { viewport: { width: 1920, height: 1080 } };
const address = () => `${fixture.address}${sampleFloorAddress}&kiosk=true`;

describe("the kiosk", () => {
  it("shows the floor, its counts and its time, and nothing to use", async () => {
    const page = await browser.open(address(), { ...wall, colorScheme: "dark" });
    await page.getByRole("heading", { name: "Floor 3" }).waitFor();
    await page.getByText("14:30").waitFor();
    expect(await page.locator("main").locator("a, button, input, select").count()).toBe(0);
    expect(await page.getByRole("navigation").count()).toBe(0);
    const height = await page
      .locator(".kiosk dd")
      .first()
      .evaluate((count) => count.getBoundingClientRect().height);
    // Of a screen a metre high that is six centimetres: read from ten metres.
    expect(height / wall.viewport.height).toBeGreaterThan(0.055);
    expect(await accessibilityProblems(page)).toEqual([]);
    await picture(page, "kiosk");
  });

  it("leads back to the floor's page by Escape", async () => {
    const page = await browser.open(address(), wall);
    await page.getByText("14:30").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "On the wall" }).waitFor();
  });

  it("fills the screen and no more", async () => {
    const page = await browser.open(address(), wall);
    await page.getByRole("img", { name: /^Plan of/ }).waitFor();
    const [width, height] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.scrollHeight,
    ]);
    expect([width, height]).toEqual([1920, 1080]);
  });

  it("says since when it is not live, and goes on by itself", async () => {
    const page = await browser.open(address(), { ...wall, expected: [lost] });
    await page.getByText("14:30").waitFor();
    await fixture.kill();
    await page.getByText("As of 14:30").waitFor();
    fixture.floor = sampleFloor(3, SAMPLE_NOW_MS + 3_600_000);
    await fixture.revive();
    await page.getByText("15:30", { exact: true }).waitFor({ timeout: 30_000 });
  });

  it("asks the screen to stay on, again whenever it is seen again", async () => {
    const page = await browser.open(fixture.address, wall);
    await page.addInitScript(() => {
      const asked = { times: 0 };
      Object.assign(globalThis, { asked });
      Object.defineProperty(navigator, "wakeLock", {
        value: {
          async request() {
            asked.times++;
            return { release: async () => {} };
          },
        },
      });
    });
    await page.goto(`${address()}&n=1`);
    await page.reload();
    await page.getByRole("heading", { name: "Floor 3" }).waitFor();
    const times = () => page.evaluate(() => (globalThis as unknown as { asked: { times: number } }).asked.times);
    await expect.poll(times).toBe(1);
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await expect.poll(times).toBe(2);
  });

  it("does not grow: after thousands of changes it holds as much as after hundreds", async () => {
    const page = await browser.open(address(), wall);
    await page.getByRole("img", { name: /^Plan of/ }).waitFor();
    const session = await page.context().newCDPSession(page);
    const random = seeded(3);
    let guest = 0;
    const flow = async (changes: number) => {
      for (let at = 0; at < changes; at++) {
        const visitor = (id: number) => ({
          kind: "device",
          id: `guest-${id}`,
          label: `Guest ${id}`,
          seenAtMs: SAMPLE_NOW_MS,
          readings: [],
        });
        fixture.change({
          seen: [{ ...visitor(++guest), zone: "Lobby", xFt: random() * 240, yFt: random() * 120 }],
          gone: guest > 20 ? [{ kind: "device", id: `guest-${guest - 20}` }] : [],
        });
        if (at % 100 === 99) await page.evaluate(() => new Promise(requestAnimationFrame));
      }
      await page.waitForTimeout(1_500);
      await session.send("HeapProfiler.collectGarbage");
      const { usedSize } = await session.send("Runtime.getHeapUsage");
      return usedSize;
    };
    const little = await flow(500);
    const much = await flow(5_000);
    // A guest that is kept costs 300 bytes and more: 1.5 MB.
    expect(much - little).toBeLessThan(500_000);
  });
});
