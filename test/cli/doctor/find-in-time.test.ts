import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { register } from "../../../cli/doctor.ts";
import { runCommand } from "../../support/command.ts";

const BOUND_MS = 40_000;

describe("a stage that nobody answers for", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it("is not waited for any longer than a look, and meanwhile it is told what is waited for", async () => {
    const told = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const find = () => new Promise<never>(() => {});
    const running = runCommand((program) => register(program, find), ["doctor", "--local"]);
    const refused = expect(running).rejects.toThrow("no answer within 40 s");
    await vi.advanceTimersByTimeAsync(BOUND_MS);
    await refused;
    expect(told.mock.calls.map(([text]) => text)).toContain("looking for the stage\n");
  });
});
