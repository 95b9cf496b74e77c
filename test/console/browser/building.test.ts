/** The page Building in a real browser: what it shows of a floor, by pointer and by keys, on a phone and on a wall. */
import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { accessibilityProblems } from "../../support/axe.ts";
import { picture, testBrowser } from "../../support/browser.ts";
import { type ConsoleFixture, consoleFixture } from "../../support/console-fixture.ts";
import { SAMPLE_NOW_MS, sampleFloor, sampleFloorAddress } from "../../support/sample-floor.ts";

const lost = /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/;
let fixture: ConsoleFixture;
beforeEach(async () => {
  fixture = await consoleFixture();
});
afterEach(() => fixture[Symbol.asyncDispose]());
const browser = testBrowser();

const plan = (page: Page) => page.getByRole("img", { name: /^Plan of Floor 3: / });
const params = (page: Page) => new URLSearchParams(new URL(page.url()).hash.split("?")[1]);
const openFloor = async (more = "", options: Parameters<typeof browser.open>[1] = {}) => {
  const page = await browser.open(`${fixture.address}${sampleFloorAddress}${more}`, options);
  await plan(page).waitFor();
  return page;
};

describe("the list of a floor, by keys alone", () => {
  it("leads to one and back to the same row", async () => {
    const page = await browser.open(`${fixture.address}${sampleFloorAddress}`);
    await page.getByRole("searchbox").focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowDown");
    const row = page.locator("tbody button:focus");
    const name = await row.innerText();
    await page.keyboard.press("Enter");
    await page.locator(".subject h2:focus").waitFor();
    await page.keyboard.press("Escape");
    await row.waitFor();
    expect(await row.innerText()).toBe(name);
  });
});

describe("the buildings", () => {
  it("show every floor with how full it is, and lead to it", async () => {
    const page = await browser.open(`${fixture.address}#/building`);
    const floors = page.getByRole("table", { name: /^Floors of Building 2/ });
    await floors.getByRole("row", { name: /^Floor 2 27 6 48/ }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await floors.getByRole("link", { name: "Floor 3" }).click();
    await plan(page).waitFor();
    expect(await page.getByRole("navigation", { name: "Floors" }).locator("[aria-current=page]").innerText()).toContain(
      "Floor 3",
    );
  });

  it("say what to do where no place is known yet, and show the first that is", async () => {
    let tenants: unknown[] = [];
    fixture.replies = { "/api/places": () => ({ json: { atMs: 0, tenants } }) };
    const page = await browser.open(`${fixture.address}#/building`);
    await page.getByText("No place is known yet.").waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    tenants = [{ id: "t", name: "T", campuses: [{ name: null, buildings: [{ name: null, floors: [] }] }] }];
    await page.getByRole("heading", { name: "No building" }).waitFor({ timeout: 20_000 });
  });

  it("say so where one may not look", async () => {
    const message = "You need dynamodb:Query on the table.";
    fixture.replies = { "/api/places": () => ({ failure: { code: "no-rights", message } }) };
    const page = await browser.open(`${fixture.address}#/building`, { expected: [/status of 403/] });
    await page.getByText(message).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });
});

describe("a floor", () => {
  it("tells by its label and in its tables all that its plan draws", async () => {
    const page = await openFloor();
    expect(await plan(page).getAttribute("aria-label")).toMatch(
      /^Plan of Floor 3: \d+ people, \d+ devices, \d+ assets?, \d+ sensors$/,
    );
    const list = page.getByRole("region", { name: "On this floor" });
    expect(await list.getByRole("caption").innerText()).toBe("223 rows, 50 shown");
    await list.getByRole("searchbox").fill("no position");
    await list.getByRole("row", { name: /User at no position.*no position.*60 s ago/ }).waitFor();
    expect(params(page).get("find")).toBe("no position");
    await page.getByRole("row", { name: /^Open space/ }).waitFor();
    await page.getByRole("row", { name: /Meeting room 3\.1.*9 of 12.*stuffy/ }).waitFor();
    await page.getByRole("img", { name: /^Devices and people on Floor 3/ }).waitFor();
  });

  it.each(["light", "dark"] as const)("shuts nobody out, %s", async (colorScheme) => {
    const page = await openFloor("", { colorScheme });
    await page.getByRole("img", { name: /^Devices and people/ }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await picture(page, `floor-${colorScheme}`);
    await page.goto(`${fixture.address}${sampleFloorAddress}&subject=sensor:sensor-0003&heat=true`);
    await page.getByRole("img", { name: /^Temperature of/ }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await picture(page, `subject-${colorScheme}`);
  });

  it("moves while events flow: who comes, who goes, who is told elsewhere", async () => {
    const page = await openFloor();
    const before = await plan(page).getAttribute("aria-label");
    const device = {
      kind: "device",
      id: "new",
      label: "New tablet",
      zone: "Lobby",
      readings: [],
      seenAtMs: SAMPLE_NOW_MS,
    };
    fixture.change({ seen: [{ ...device, xFt: 10, yFt: 10 }], gone: [] });
    await expect.poll(() => plan(page).getAttribute("aria-label")).not.toBe(before);
    await page.getByRole("searchbox").fill("tablet");
    await page.getByRole("row", { name: /New tablet.*Lobby · 10, 10 ft/ }).waitFor();
    fixture.change({ seen: [{ ...device, xFt: 100, yFt: 50 }], gone: [] });
    await page.getByRole("row", { name: /New tablet.*100, 50 ft/ }).waitFor();
    fixture.change({ seen: [], gone: [{ kind: "device", id: "new" }] });
    await page.getByText("0 rows").waitFor();
    expect(await plan(page).getAttribute("aria-label")).toBe(before);
  });

  it("shows whom one clicks: what it is, where it has been, its readings", async () => {
    fixture.floor = { ...sampleFloor(0), subjects: [], rooms: [], zones: [] };
    const subject = {
      kind: "sensor",
      id: "s1",
      label: "Air sensor",
      seenAtMs: SAMPLE_NOW_MS,
      zone: "Café",
      xFt: 120,
      yFt: 60,
    };
    const readings = [{ name: "co2_ppm", value: 1200, atMs: SAMPLE_NOW_MS }];
    fixture.floor = {
      ...fixture.floor,
      map: { widthFt: 240, lengthFt: 120, picture: false },
      subjects: [{ ...subject, readings }],
    };
    const page = await openFloor();
    const box = await page.getByRole("group", { name: "The floor's plan" }).boundingBox();
    await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2);
    const panel = page.getByRole("region", { name: "Selected" });
    await panel.getByText("1,200 ppm, stuffy").waitFor();
    await panel.getByRole("img", { name: "CO₂ of Air sensor" }).waitFor();
    await panel
      .getByRole("row", { name: /Floor 3 · Café.*iot telemetry/ })
      .first()
      .waitFor();
    expect(params(page).get("subject")).toBe("sensor:s1");
    await page.goBack();
    await page.getByRole("region", { name: "On this floor" }).waitFor();
  });

  it("is used by keys alone: the plan moves, a dot is found in the list and looked at, and left again", async () => {
    const page = await openFloor();
    await page.getByRole("group", { name: "The floor's plan" }).focus();
    for (const key of ["+", "+", "ArrowRight", "ArrowDown", "-"]) await page.keyboard.press(key);
    await expect.poll(() => params(page).get("view")).toMatch(/^[\d.]+,[\d.]+,1\.40$/);
    await page.keyboard.press("0");
    await expect.poll(() => params(page).get("view")).toBeNull();
    await page.getByRole("searchbox").focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("User 3");
    await page.keyboard.press("Enter");
    const panel = page.getByRole("region", { name: "Selected" });
    await panel.getByRole("heading", { name: "User 3" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("region", { name: "On this floor" }).waitFor();
  });

  it("zooms by the wheel about the pointer, and is dragged", async () => {
    const page = await openFloor();
    const box = await page.getByRole("group", { name: "The floor's plan" }).boundingBox();
    const [x, y] = [(box?.x ?? 0) + 200, (box?.y ?? 0) + 200];
    await page.mouse.move(x, y);
    await page.mouse.wheel(0, -400);
    await expect.poll(() => params(page).get("view")).toMatch(/,2\.\d+$/);
    const zoomed = params(page).get("view");
    await page.mouse.down();
    await page.mouse.move(x + 60, y + 40, { steps: 3 });
    await page.mouse.up();
    await expect.poll(() => params(page).get("view")).not.toBe(zoomed);
    expect(params(page).get("subject")).toBeNull();
  });

  it("hides a group, and says so in the address", async () => {
    const page = await openFloor();
    await page.getByRole("checkbox", { name: /devices/ }).uncheck();
    expect(params(page).get("hide")).toBe("devices");
    await page.getByText("63 rows").waitFor();
  });

  it("draws nothing while nothing changes, but once in five seconds what has aged", async () => {
    const page = await openFloor();
    await page.waitForTimeout(2_500);
    const frames = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let drawn = 0;
          const { clearRect } = CanvasRenderingContext2D.prototype;
          CanvasRenderingContext2D.prototype.clearRect = function (...box) {
            if (this.canvas.closest(".plan") !== null) drawn++;
            clearRect.apply(this, box);
          };
          setTimeout(() => resolve(drawn), 3_000);
        }),
    );
    // A loop would have drawn a hundred and more; what is left is ages, and words that come late.
    expect(frames).toBeLessThan(8);
  });

  it("says that the connection is lost, keeps what it has, and goes on when it is back", async () => {
    const page = await openFloor("", { expected: [lost] });
    await fixture.kill();
    await page.getByText("What stands here is no longer live").waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await plan(page).waitFor();
    fixture.floor = { ...sampleFloor(3), atMs: SAMPLE_NOW_MS };
    await fixture.revive();
    await expect.poll(() => plan(page).getAttribute("aria-label"), { timeout: 30_000 }).toMatch(/3 devices/);
    await page.getByText("Live", { exact: true }).waitFor();
    expect(browser.problems().length).toBeGreaterThan(0);
  });

  it.each([
    ["one may not look at it", "no-rights", "You need dynamodb:Query on the table.", /status of 403/],
    ["there is no such floor", "not-here", "There is no floor of that id.", /status of 404/],
  ] as const)("says so where %s", async (_what, code, message, expected) => {
    fixture.replies = { "/api/floor/live": () => ({ failure: { code, message } }) };
    const page = await browser.open(`${fixture.address}${sampleFloorAddress}`, { expected: [expected] });
    await page.getByText(message).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it("is whole without anybody on it", async () => {
    fixture.floor = { ...sampleFloor(0), subjects: [], zones: [], rooms: [] };
    const page = await openFloor();
    await page.getByText("Nobody was seen in a zone of this floor in the last 15 minutes.").waitFor();
    await page.getByText("No room of this floor has said anything.").waitFor();
    expect(await plan(page).getAttribute("aria-label")).toBe(
      "Plan of Floor 3: 0 people, 0 devices, 0 assets, 0 sensors",
    );
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it.each([
    ["a phone", { width: 360, height: 740 }],
    ["a wall", { width: 3840, height: 2160 }],
  ])("fits %s: nothing is wider than the screen", async (name, viewport) => {
    const page = await openFloor("", { viewport });
    await page.getByRole("img", { name: /^Devices and people/ }).waitFor();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBe(0);
    expect(await accessibilityProblems(page)).toEqual([]);
    await picture(page, `floor-${name.replace("a ", "")}`);
  });
});
