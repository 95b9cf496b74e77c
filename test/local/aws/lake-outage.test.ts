/** The lake out of reach, with everything else as it runs: the built functions, real clients, both mappings. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openLake } from "../../../cli/query-duckdb.ts";
import { startAws } from "../../../local/aws/cloud.ts";
import type { Cloud, Consumption } from "../../../local/cloud.ts";
import { type Ledger, newLedger } from "../../../local/ledger.ts";
import { locationUpdate } from "../../support/events.ts";

const RECORDS = 120;
const TIMEOUT_MS = 60_000;

describe("a lake that takes nothing for a while", { timeout: TIMEOUT_MS }, () => {
  let lakeDirectory: string;
  let cloud: Cloud;
  let ledger: Ledger;
  let consumption: Consumption;

  beforeEach(async () => {
    lakeDirectory = await mkdtemp(join(tmpdir(), "outage-"));
    cloud = await startAws({ ports: {}, faults: false, lakeDirectory });
    ledger = newLedger();
    consumption = cloud.consume(ledger);
  }, TIMEOUT_MS);
  afterEach(async () => {
    await consumption.stop();
    await cloud.close();
    await rm(lakeDirectory, { recursive: true });
  });

  async function push(round: string): Promise<void> {
    const records = Array.from({ length: RECORDS }, (_, index) => ({
      bytes: Buffer.from(`${JSON.stringify(locationUpdate({ recordUid: `${round}-${index}` }))}\n`),
      events: 1,
    }));
    const positions = await cloud.push.put(records, new AbortController().signal);
    for (const position of positions) ledger.pushed(position, 1);
  }

  /** Of the files of this path: through Data Firehose the same events came as well. */
  async function landed(round: string): Promise<unknown> {
    const lake = await openLake(lakeDirectory);
    const files = join(lakeDirectory, "events/**/spaces-push-shardId*.parquet");
    const { rows } = await lake.sql(
      `SELECT count(DISTINCT record_uid) FROM read_parquet('${files}') WHERE record_uid LIKE '${round}-%'`,
    );
    lake.close();
    return rows[0]?.[0];
  }

  it("keeps no event from the tables meanwhile, and is whole afterwards", async () => {
    cloud.faults.refuseLake(true);
    await push("during");
    await expect.poll(() => cloud.faults.refusedFiles(), { timeout: TIMEOUT_MS }).toBeGreaterThan(5);
    await expect.poll(() => ledger.openRecords(), { timeout: TIMEOUT_MS }).toBe(0);
    // Written once: a lake that is out of reach makes no tables' record come again.
    expect(ledger.snapshot()).toMatchObject({ received: RECORDS, redeliveredRecords: 0, failedInvocations: 0 });
    expect((await cloud.read.items()).events).toBe(RECORDS);
    expect(cloud.lake.counts()).toMatchObject({ failed: 0 });

    cloud.faults.refuseLake(false);
    await push("after");
    await cloud.lake.flush();
    await expect.poll(() => ledger.openRecords(), { timeout: TIMEOUT_MS }).toBe(0);
    expect(cloud.lake.counts()).toMatchObject({ failed: 0 });
    expect([await landed("during"), await landed("after")]).toEqual([RECORDS, RECORDS]);
    expect((await cloud.read.items()).events).toBe(2 * RECORDS);
  });
});
