/**
 * What of host.json the local host goes by. An app setting takes the place of a value of it.
 * https://learn.microsoft.com/azure/azure-functions/functions-host-json#override-hostjson-values
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface HostSettings {
  readonly functionTimeoutMs: number;
  readonly maxEventBatchSize: number;
  /** Fewer are held back until there are so many, or `maxWaitMs` is over. */
  readonly minEventBatchSize: number;
  readonly maxWaitMs: number;
}

export type AppSettings = Readonly<Record<string, string>>;

const OVERRIDE = "AzureFunctionsJobHost__";
/** https://learn.microsoft.com/azure/azure-functions/functions-bindings-event-hubs#hostjson-settings */
const defaults = { maxEventBatchSize: 100, minEventBatchSize: 1, maxWaitTime: "00:01:00" };
const DEFAULT_TIMEOUT = "00:30:00";

interface HostJson {
  readonly functionTimeout?: string;
  readonly extensions?: { readonly eventHubs?: Partial<typeof defaults> };
}

export function readHostSettings(app: string, settings: AppSettings): HostSettings {
  const host = JSON.parse(readFileSync(join(app, "host.json"), "utf8")) as HostJson;
  const eventHubs = { ...defaults, ...host.extensions?.eventHubs };
  const text = (path: string, value: string | number) => String(settings[`${OVERRIDE}${path}`] ?? value);
  const ofHubs = (name: keyof typeof defaults) => text(`extensions__eventHubs__${name}`, eventHubs[name]);
  return {
    functionTimeoutMs: milliseconds(text("functionTimeout", host.functionTimeout ?? DEFAULT_TIMEOUT)),
    maxEventBatchSize: Number(ofHubs("maxEventBatchSize")),
    minEventBatchSize: Number(ofHubs("minEventBatchSize")),
    maxWaitMs: milliseconds(ofHubs("maxWaitTime")),
  };
}

/** `hh:mm:ss`. */
function milliseconds(span: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = span.split(":").map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1_000;
}
