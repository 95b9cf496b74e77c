/** What a timer's run says: the alerts on upkeep count these lines. */
import { InvocationContext } from "@azure/functions";
import { describe, expect, it } from "vitest";
import { timerHandler } from "../../azure/timer-handler.ts";

function runOf(work: () => Promise<Record<string, unknown>>) {
  const lines: unknown[] = [];
  const context = new InvocationContext({ logHandler: (_level, line) => lines.push(JSON.parse(String(line))) });
  return { lines, run: timerHandler("sweep", 0, () => work)({}, context) };
}

describe("a timer", () => {
  it("says what it did", async () => {
    const { lines, run } = runOf(async () => ({ dropped: 2 }));
    await run;
    expect(lines).toEqual([{ level: "INFO", service: "sweep", message: "done", dropped: 2 }]);
  });

  it("says that it failed by the error's class alone, and fails for the host", async () => {
    const { lines, run } = runOf(() => Promise.reject(new TypeError("canary-7f3a")));
    await expect(run).rejects.toThrow(TypeError);
    expect(lines).toEqual([{ level: "ERROR", service: "sweep", message: "failed", error: "TypeError" }]);
  });
});
