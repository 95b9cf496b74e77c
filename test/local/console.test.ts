/** The page of a run, as whoever starts one has it. Needs the built bundles, as `npm test` makes them. */
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { PlacesAnswer, StageFacts } from "../../console/api.ts";
import { cloudNames } from "../../local/clouds.ts";
import { finished, startLocalRun } from "../support/local-run.ts";

const TIMEOUT_MS = 180_000;
const patience = { timeout: TIMEOUT_MS, interval: 500 };

describe("npm run local", { timeout: TIMEOUT_MS }, () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "local-console-"));
  });
  afterAll(() => rm(directory, { recursive: true }));

  it.each(cloudNames)("prints the console's address first, and serves it while events flow: %s", async (cloud) => {
    const child = startLocalRun(directory, ["--cloud", cloud, "--events", "600", "--keep"]);
    const ended = once(child, "close");
    let out = "";
    child.stdout?.on("data", (text) => {
      out += text;
    });
    const address = await vi.waitFor(() => {
      const [, found] = /^Console: (http:\S+)$/m.exec(out) ?? [];
      expect(out.indexOf("Console: ")).toBe(0);
      return found as string;
    }, patience);
    const opened = await fetch(address, { redirect: "manual" });
    const [cookie = ""] = opened.headers.get("set-cookie")?.split(";") ?? [];
    const ask = async (path: string) => fetch(new URL(path, address), { headers: { cookie } });
    const json = async <T>(path: string) => (await (await ask(path)).json()) as T;
    expect(await (await ask("/")).text()).toContain("<!doctype html>");
    expect(await json<StageFacts>("/api/stage")).toMatchObject({ cloud, local: true });
    const floor = await vi.waitFor(async () => {
      const { tenants } = await json<PlacesAnswer>("/api/places");
      const all = tenants.flatMap(({ id, campuses }) =>
        campuses.flatMap(({ buildings }) =>
          buildings.flatMap(({ floors }) => floors.map((one) => ({ tenant: id, ...one }))),
        ),
      );
      const [busiest] = all.sort((a, b) => b.devices - a.devices);
      expect(busiest?.devices).toBeGreaterThan(0);
      return busiest;
    }, patience);
    const place = new URLSearchParams({ tenant: floor?.tenant ?? "", id: floor?.id ?? "" });
    // The first events of a floor may say who is there, and a later one where: only that has the map.
    await vi.waitFor(async () => {
      const told = await json(`/api/floor?${place}`);
      expect(told).toMatchObject({ map: { widthFt: 240, lengthFt: 120, picture: true } });
    }, patience);
    expect((await ask(`/api/floor/map?${place}`)).headers.get("content-type")).toBe("image/png");
    child.kill("SIGINT");
    await ended;
  });

  it("serves none with --no-console, and none for who wants a line of JSON", async () => {
    const without = await finished(startLocalRun(directory, ["--events", "20", "--no-console"]));
    expect([without.code, without.out.includes("Console:")]).toEqual([0, false]);
    const asJson = await finished(startLocalRun(directory, ["--events", "20", "--json"]));
    expect([asJson.code, asJson.err]).toEqual([0, ""]);
  });
});
