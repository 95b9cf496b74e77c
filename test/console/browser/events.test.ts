/** The page Events in a real browser: what arrives, one event explained, and dead letters up to their being put again. */
import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { accessibilityProblems } from "../../support/axe.ts";
import { picture, testBrowser } from "../../support/browser.ts";
import { type ConsoleFixture, consoleFixture, type Stream } from "../../support/console-fixture.ts";
import {
  sampleLetter,
  sampleLetters,
  sampleRedriven,
  sampleStage,
  sampleTapped,
} from "../../support/sample-console.ts";

const NOW_MS = Date.parse("2026-03-02T09:14:03Z");
const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, place) => sampleTapped(from + place, NOW_MS + (from + place) * 1_000));
let fixture: ConsoleFixture;
let taps: { readonly query: URLSearchParams; readonly stream: Stream }[] = [];
let explained: URLSearchParams[] = [];
let put: unknown[] = [];
beforeEach(async () => {
  [taps, explained, put] = [[], [], []];
  fixture = await consoleFixture();
  const explanation = { ...sampleLetter("", false).explanation, found: "in the kinesis transport" };
  fixture.replies = {
    "/api/stage": () => ({ json: sampleStage }),
    "/api/tap": (query) => ({ open: (stream) => void taps.push({ query, stream }) }),
    "/api/explain": (query) => {
      explained.push(query);
      return { json: { records: [explanation] } };
    },
    "/api/letters": () => ({ json: sampleLetters }),
    "/api/letters/one": (query) => ({ json: sampleLetter(query.get("id") ?? "", query.get("raw") === "true") }),
    "/api/letters/redrive": (_, body) => ({
      open(stream) {
        put.push(JSON.parse(body));
        stream.send("redriven", sampleRedriven(JSON.parse(body).dryRun));
        stream.end();
      },
    }),
  };
});
afterEach(() => fixture[Symbol.asyncDispose]());
const browser = testBrowser();
const params = (page: Page) => new URLSearchParams(new URL(page.url()).hash.split("?")[1]);

async function openTap(options: Parameters<typeof browser.open>[1] = {}): Promise<Page> {
  const page = await browser.open(`${fixture.address}#/events`, options);
  await page.getByText("Nothing has come yet").waitFor();
  taps[0]?.stream.send("tapped", lines(0, 20));
  taps[0]?.stream.send("counts", { events: 30, rejected: 2, ignored: 1, wanted: 30, leftOut: 10 });
  await page.getByText("10 left out").waitFor();
  return page;
}

describe("what arrives", () => {
  it.each([
    ["light", 1280],
    ["dark", 360],
  ] as const)("shuts nobody out, %s and %i px wide", async (colorScheme, width) => {
    const page = await openTap({ colorScheme, viewport: { width, height: 800 } });
    expect(await accessibilityProblems(page)).toEqual([]);
    await picture(page, `tap-${colorScheme}-${width}`);
  });

  it("stands newest first, and stands still while it is paused", async () => {
    const page = await openTap();
    const first = () => page.getByRole("row").nth(1).innerText();
    expect(await first()).toContain("09:14:22");
    await page.keyboard.press("p");
    await page.getByRole("button", { name: "Go on" }).waitFor();
    taps[0]?.stream.send("tapped", lines(20, 24));
    await page.getByRole("button", { name: "Go on, 4 new" }).waitFor();
    expect(await first()).toContain("09:14:22");
    await page.getByRole("button", { name: "Go on, 4 new" }).click();
    await expect.poll(first).toContain("09:14:26");
  });

  it("is asked of the server by what the address says, and by outcome shows what it has", async () => {
    const page = await openTap();
    await page.getByLabel("Outcome").selectOption("duplicate");
    await expect.poll(() => params(page).get("outcome")).toBe("duplicate");
    expect(await page.getByRole("row").count()).toBe(2);
    await page.getByLabel("Types").fill("DEVICE_COUNT, CAMERA_COUNT");
    await page.keyboard.press("Enter");
    await expect.poll(() => taps.at(-1)?.query.get("types")).toBe("DEVICE_COUNT,CAMERA_COUNT");
    await page.getByLabel("Outcome").selectOption("rejected");
    await expect.poll(() => taps.at(-1)?.query.get("rejected")).toBe("true");
    await page.goBack();
    await expect.poll(() => params(page).get("outcome")).toBe("duplicate");
  });

  it("leads to one event explained beside it, around the time it came", async () => {
    const page = await openTap();
    await page.getByRole("link", { name: "DEVICE_PRESENCE" }).first().click();
    const panel = page.getByRole("region", { name: /^Explanation of event-/ });
    await panel.getByText("malformed-json").waitFor();
    const [asked] = explained;
    expect(Number(asked?.get("to")) - Number(asked?.get("from"))).toBe(600_000);
    expect(
      await panel.getByRole("heading", { name: "Explained" }).evaluate((one) => one === document.activeElement),
    ).toBe(true);
    expect(await accessibilityProblems(page)).toEqual([]);
    await panel.getByRole("button", { name: "Close the explanation" }).click();
    await expect.poll(() => params(page).get("name")).toBe(null);
    await page.getByText("20 events").or(page.getByText("30 events")).waitFor();
  });
});

describe("explaining", () => {
  it("takes a record that is pasted, and a name with a span that is one", async () => {
    const page = await browser.open(`${fixture.address}#/events?view=explain`);
    await page.getByRole("textbox", { name: /^Record/ }).fill('{"recordUid":');
    await page.getByRole("button", { name: "Explain it" }).nth(1).click();
    await page.getByRole("region", { name: "Explanation of the record" }).getByText("push it whole").waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole("textbox", { name: /^Name/ }).fill("event-1");
    await page.getByRole("textbox", { name: /^From/ }).fill("yesterday");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("yyyy-MM-ddThh:mm").waitFor();
    expect(params(page).get("name")).toBe(null);
    await page.getByRole("textbox", { name: /^From/ }).fill("2026-03-02T09:00");
    await page.keyboard.press("Enter");
    await expect.poll(() => explained.at(-1)?.get("from")).toBe(String(Date.parse("2026-03-02T09:00Z")));
  });
});

describe("explaining an event whose record is gone", () => {
  it("shows what stands of it in lake and tables", async () => {
    const standing = {
      found: "its record is gone from the transport, and in no dead letter; this is what stands of it",
      lake: "events/day=2026-03-02/1.parquet",
      receivedAt: NOW_MS,
      history: "the row stands",
      state: ["presence: nothing is there now", "location: this event stands there now"],
      row: { record_uid: "event-1", event_type: "DEVICE_ENTRY" },
    };
    fixture.replies = { ...fixture.replies, "/api/explain": () => ({ json: { records: [], standing: [standing] } }) };
    const page = await browser.open(`${fixture.address}#/events?view=explain&name=event-1`);
    const shown = page.getByRole("article", { name: "What stands in events/day=2026-03-02/1.parquet" });
    await shown.getByText("Its record is gone from the transport").waitFor();
    for (const said of ["the row stands", ...standing.state, "DEVICE_ENTRY"]) await shown.getByText(said).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await picture(page, "explain-standing");
  });
});

describe("dead letters", () => {
  it("are counted by what is chosen, and a group leads to its letters alone", async () => {
    const page = await browser.open(`${fixture.address}#/events?view=letters`);
    await page.getByText("137 dead letters").waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await picture(page, "letters");
    await page.getByRole("link", { name: "malformed-json" }).click();
    await expect
      .poll(() => Object.fromEntries(params(page)))
      .toMatchObject({
        code: "malformed-json",
        tenants: "-",
        from: "2026-03-02T09:00Z",
        to: "2026-03-02T10:00Z",
      });
    await page.getByRole("button", { name: "Put these again …" }).waitFor();
  });

  it("show their bytes to who says so, and to nobody else", async () => {
    const page = await browser.open(`${fixture.address}#/events?view=letters`);
    await page.getByRole("link", { name: "Show one" }).first().click();
    const panel = page.getByRole("region", { name: "One dead letter" });
    await panel.getByText("push it whole").waitFor();
    await panel.getByRole("button", { name: "Show its bytes …" }).click();
    const dialog = page.getByRole("dialog", { name: "These bytes are personal" });
    expect(await accessibilityProblems(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Leave them" }).click();
    expect(await page.getByText('"recordUid":').count()).toBe(0);
    await panel.getByRole("button", { name: "Show its bytes …" }).click();
    await dialog.getByRole("button", { name: "Show them" }).click();
    await panel.getByText('"recordUid":').waitFor();
  });

  it("are put again only after a dry run and a yes, and the focus comes back", async () => {
    const page = await browser.open(`${fixture.address}#/events?view=letters&code=malformed-json`);
    await page.getByRole("button", { name: "Put these again …" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("133 of 137 letters would be put.").waitFor();
    expect(put).toEqual([{ selection: { code: "malformed-json" }, dryRun: true }]);
    expect(await accessibilityProblems(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Put 133 letters into the stage prod in eu-west-1" }).click();
    await dialog
      .getByRole("listitem")
      .filter({ hasText: /14\s*stored since/ })
      .waitFor();
    expect(put.at(-1)).toEqual({ selection: { code: "malformed-json" }, dryRun: false });
    await page.keyboard.press("Escape");
    expect(
      await page
        .getByRole("button", { name: "Put these again …" })
        .evaluate((button) => button === document.activeElement),
    ).toBe(true);
  });

  it("that are none say so", async () => {
    fixture.replies = { "/api/letters": () => ({ json: { columns: ["code", "letters"], rows: [] } }) };
    const page = await browser.open(`${fixture.address}#/events?view=letters`);
    await page.getByText("Nothing was given up").waitFor();
    await page.goto(`${fixture.address}#/events?view=letters&code=empty-record`);
    await page.getByText("No dead letter is like this").waitFor();
  });
});
