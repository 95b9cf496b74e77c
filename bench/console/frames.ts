/** How fast a floor is drawn on which everybody moves, in the browser the tests use, beside an empty page of the same browser. */
import { type Browser, chromium } from "playwright-core";
import { chromiumLaunch } from "../../test/support/chromium.ts";
import { consoleFixture } from "../../test/support/console-fixture.ts";
import { sampleFloor, sampleFloorAddress, sampleSubjects, seeded } from "../../test/support/sample-floor.ts";
import { median } from "../measure.ts";

export interface Frames {
  readonly dots: number;
  /** Frames a second, to those of an empty page in the same moments; medians of the rounds. */
  readonly perSecond: number;
  readonly ratio: number;
  /** Of the page's own work in a frame, ms. */
  readonly workMs: { readonly median: number; readonly p95: number };
  /** Of the page's tasks those of more than 50 ms, such as a message that moves all of them can be. */
  readonly longMs: readonly number[];
}

const ROUNDS = 5;
const ROUND_MS = 3_000;
const CHANGE_EVERY_MS = 1_000;
const FRAME_LENGTH = { width: 1440, height: 900 };

export async function framesOf(dots: number): Promise<Frames> {
  const floor = { ...sampleFloor(0), subjects: sampleSubjects(dots).filter(({ kind }) => kind === "device") };
  await using fixture = await consoleFixture(floor);
  const browser = await chromium.launch(await chromiumLaunch());
  try {
    const full = await measuredPage(browser, fixture.address + sampleFloorAddress);
    await full.getByRole("img", { name: /^Plan of Floor 3/ }).waitFor();
    const empty = await measuredPage(browser, "about:blank");
    const random = seeded(5);
    const moveAll = () =>
      fixture.change({
        seen: floor.subjects.map((one) => ({ ...one, xFt: random() * 240, yFt: random() * 120 })),
        gone: [],
      });
    const rounds: (Measured & { readonly ratio: number })[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const floorFrames = await measure(empty);
      await full.bringToFront();
      moveAll();
      const moving = setInterval(moveAll, CHANGE_EVERY_MS);
      const ours = await measure(full);
      clearInterval(moving);
      rounds.push({ ...ours, ratio: ours.perSecond / floorFrames.perSecond });
    }
    const work = rounds.flatMap(({ workMs }) => workMs).toSorted((one, other) => one - other);
    return {
      dots: floor.subjects.length,
      perSecond: median(rounds.map(({ perSecond }) => perSecond)),
      ratio: median(rounds.map(({ ratio }) => ratio)),
      workMs: { median: median(work), p95: work[Math.floor(work.length * 0.95)] ?? Number.NaN },
      longMs: rounds.flatMap(({ longMs }) => longMs),
    };
  } finally {
    await browser.close();
  }
}

interface Measured {
  readonly perSecond: number;
  readonly workMs: readonly number[];
  /** Tasks of more than 50 ms: https://www.w3.org/TR/longtasks-1/ */
  readonly longMs: readonly number[];
}

async function measuredPage(browser: Browser, address: string) {
  const context = await browser.newContext({ viewport: FRAME_LENGTH, locale: "en-GB", timezoneId: "UTC" });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const work: number[] = [];
    const { requestAnimationFrame: ask } = window;
    Object.assign(window, { work, ask });
    window.requestAnimationFrame = (act) =>
      ask((at) => {
        const start = performance.now();
        act(at);
        work.push(performance.now() - start);
      });
  });
  await page.goto(address);
  return page;
}

type Page = Awaited<ReturnType<typeof measuredPage>>;

async function measure(page: Page): Promise<Measured> {
  await page.bringToFront();
  return page.evaluate(
    (roundMs) =>
      new Promise<Measured>((resolve) => {
        const { work, ask } = window as unknown as { work: number[]; ask: typeof requestAnimationFrame };
        work.length = 0;
        const longMs: number[] = [];
        const long = new PerformanceObserver((list) =>
          longMs.push(...list.getEntries().map(({ duration }) => duration)),
        );
        long.observe({ type: "longtask" });
        const start = performance.now();
        let frames = 0;
        const count = () => {
          frames++;
          const spent = performance.now() - start;
          if (spent < roundMs) {
            ask(count);
            return;
          }
          long.disconnect();
          resolve({ perSecond: (frames * 1_000) / spent, workMs: [...work], longMs });
        };
        ask(count);
      }),
    ROUND_MS,
  );
}
