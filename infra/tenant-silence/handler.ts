/** How many tenants have fallen silent: one customer of many may be dark while the stream is never empty. */
import { setTimeout } from "node:timers/promises";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { requiredText, wholeNumber } from "../../runtime/configuration.ts";
import { lookAtTenants } from "./look.ts";
import { silentTenantsMetric } from "./metric.ts";
import { GONE_AFTER_HOURS, silentTenants } from "./tenant-silence.ts";

const SECOND_MS = 1_000;
/** A look that is throttled waits: nothing depends on it. */
const MAX_ATTEMPTS = 10;
/** More than a look of one page after the other ever takes: no pause. */
const UNBOUND = 10_000_000;

const client = new DynamoDBClient({ maxAttempts: MAX_ATTEMPTS });
const stage = requiredText(process.env, "STAGE");
const table = requiredText(process.env, "STATE_TABLE");
const silenceHours = wholeNumber(process.env, "SILENCE_HOURS", 1, GONE_AFTER_HOURS);
const unitsPerSecond = wholeNumber(process.env, "READ_UNITS_PER_SECOND", 1, UNBOUND, UNBOUND);

export async function handler(): Promise<void> {
  const lastHeard = await lookAtTenants({
    scan: (input) => client.send(new ScanCommand(input)),
    table,
    pace: (units) => setTimeout((units / unitsPerSecond) * SECOND_MS),
  });
  const nowMs = Date.now();
  const tenants = silentTenants(lastHeard, nowMs, silenceHours);
  process.stdout.write(`${JSON.stringify(silentTenantsMetric(stage, tenants, nowMs))}\n`);
}
