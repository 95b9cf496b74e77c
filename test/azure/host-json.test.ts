/** The settings of the host that the code counts on. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { FUNCTION_TIMEOUT_MS } from "../../azure/function-handler.ts";
import hostJson from "../../azure/host.json" with { type: "json" };
import { readHostSettings } from "../../local/azure/functions-host/host-settings.ts";
import { infra } from "./infra-files.ts";

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

  it("has the host export by OpenTelemetry, lines of the function and its own warnings", () => {
    expect(hostJson.telemetryMode).toBe("OpenTelemetry");
    expect(hostJson.logging.logLevel).toEqual({ default: "Warning", Function: "Information" });
    // What the worker would then have to export itself: it declares nothing, and has no exporter in its bundle.
    const bundle = readFileSync(new URL("../../dist/azure/app/index.cjs", import.meta.url), "utf8");
    expect(bundle).not.toContain("WorkerOpenTelemetryEnabled:");
    expect(bundle).not.toContain("opentelemetry-exporter");
  });

  it("has no line of the log sampled away: the figures of batches are counted from them", () => {
    const settings = infra.locals.host_settings;
    expect(settings).toMatchObject({ OTEL_TRACES_SAMPLER: "microsoft.fixed_percentage", OTEL_TRACES_SAMPLER_ARG: "1" });
  });

  it("gives way to an app setting of the documented form", () => {
    const settings = { AzureFunctionsJobHost__extensions__eventHubs__minEventBatchSize: "1" };
    expect(readHostSettings(app, settings).minEventBatchSize).toBe(1);
  });
});
