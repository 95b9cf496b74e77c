/** The settings of the host that the code counts on. */
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { FUNCTION_TIMEOUT_MS } from "../../azure/function-handler.ts";
import hostJson from "../../azure/host.json" with { type: "json" };
import { readHostSettings } from "../../local/azure/functions-host/host-settings.ts";

const app = fileURLToPath(new URL("../../azure", import.meta.url));

describe("host.json", () => {
  it("ends an execution after the time the function reckons with", () => {
    expect(readHostSettings(app, {}).functionTimeoutMs).toBe(FUNCTION_TIMEOUT_MS);
  });

  it("makes batches of a least size, and checkpoints after each", () => {
    const { eventHubs } = hostJson.extensions;
    expect(eventHubs.minEventBatchSize).toBeGreaterThan(1);
    expect(eventHubs.maxEventBatchSize).toBeGreaterThanOrEqual(eventHubs.minEventBatchSize);
    expect(eventHubs.batchCheckpointFrequency).toBe(1);
    expect(eventHubs.initialOffsetOptions.type).toBe("fromStart");
  });

  it("samples no line of the log away: the figures of batches are counted from them", () => {
    expect(hostJson.logging.applicationInsights.samplingSettings.isEnabled).toBe(false);
    expect(hostJson.logging.logLevel.Function).toBe("Information");
  });

  it("gives way to an app setting of the documented form", () => {
    const settings = { AzureFunctionsJobHost__extensions__eventHubs__minEventBatchSize: "1" };
    expect(readHostSettings(app, settings).minEventBatchSize).toBe(1);
  });
});
