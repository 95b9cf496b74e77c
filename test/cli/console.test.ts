/** `spaces console`, until Ctrl-C. */
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterEach, expect, it, vi } from "vitest";
import { register } from "../../cli/console.ts";
import type { Stage } from "../../cli/stage/stage.ts";
import { runCommand } from "../support/command.ts";

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = 0;
});

it("prints the address, answers there, and gives the stage back on Ctrl-C", async () => {
  let isClosed = false;
  const stage = {
    name: "the stage of a test",
    cloud: "azure",
    local: false,
    transports: [],
    tables: { allPlaces: async () => [] },
    close() {
      isClosed = true;
    },
  } as unknown as Stage;
  const printed = vi.spyOn(console, "log").mockImplementation(() => {});
  const running = runCommand((program) => register(program, async () => stage), ["console", "--local", "--json"]);
  const address = await vi.waitFor(() => {
    expect(printed).toHaveBeenCalledOnce();
    return (JSON.parse(printed.mock.calls[0]?.[0]) as { console: string }).console;
  });
  const opened = await fetch(address, { redirect: "manual" });
  const [cookie = ""] = opened.headers.get("set-cookie")?.split(";") ?? [];
  const facts = await fetch(new URL("/api/stage", address), { headers: { cookie } });
  expect(await facts.json()).toMatchObject({ name: "the stage of a test", cloud: "azure" });
  process.emit("SIGINT");
  await running;
  expect([isClosed, process.exitCode]).toEqual([true, 130]);
  await expect(fetch(address)).rejects.toThrow();
});

it("says in a sentence which port cannot be listened on", async () => {
  const stage = { transports: [], close() {} } as unknown as Stage;
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  const words = ["console", "--local", "--port", String(port)];
  await expect(runCommand((program) => register(program, async () => stage), words)).rejects.toThrow(
    `Port ${port} cannot be listened on (EADDRINUSE): give another --port, or none for a free one.`,
  );
  taken.close();
});
