/** From a row's write into the tables to its dot on the page: the local run's own tables, the console's server, a real browser. */
import { chromium } from "playwright-core";
import { consoleParts } from "../../console/server/parts.ts";
import { serve } from "../../console/server/serve.ts";
import { noDeadline } from "../../shared/batch/deadline.ts";
import { chromiumLaunch } from "../../test/support/chromium.ts";
import { rowOf } from "../../test/support/core.ts";
import { locationUpdate } from "../../test/support/events.ts";
import { startLocalStage } from "../../test/support/local-stage.ts";
import { median } from "../measure.ts";

const WRITES = 9;

export async function tableToDot(): Promise<{ readonly medianMs: number; readonly longestMs: number }> {
  const run = await startLocalStage();
  const stage = run.open();
  const { sink } = await stage.consumer();
  const parts = consoleParts({ find: async () => run.open(), maps: () => async () => undefined });
  const served = await serve({ parts });
  const browser = await chromium.launch(await chromiumLaunch());
  try {
    let devices = 0;
    const write = async () => {
      const atMs = Date.now();
      const deviceId = `device-${++devices}`;
      const location = { locationId: "floor-1", name: "Ground", inferredLocationTypes: ["FLOOR"] };
      const row = rowOf(
        locationUpdate(
          { recordUid: deviceId, recordTimestamp: atMs, spacesTenantId: "tenant-1" },
          { device: { deviceId }, location, lastSeen: atMs },
        ),
      );
      await sink.write([row], noDeadline);
    };
    await write();
    const page = await browser.newPage({ locale: "en-GB" });
    await page.goto(`${served.address}#/building?tenant=tenant-1&floor=floor-1`);
    const plan = (count: number) => page.getByRole("img", { name: new RegExp(`, ${count} devices?,`) });
    await plan(1).waitFor();
    const times: number[] = [];
    while (times.length < WRITES) {
      // Anywhere between two looks of the server.
      await new Promise((resolve) => setTimeout(resolve, 1_200 + 137 * times.length));
      const shown = plan(devices + 1).waitFor();
      await write();
      const start = performance.now();
      await shown;
      times.push(performance.now() - start);
    }
    return { medianMs: median(times), longestMs: Math.max(...times) };
  } finally {
    await browser.close();
    await served.close();
    await parts.close();
    stage.close();
    await run.close();
  }
}
