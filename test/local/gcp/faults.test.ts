/** Nothing is lost: a run in which all goes wrong ends as one of the same records in which nothing does. Needs the built bundles. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { openGoogleLake } from "../../../cli/gcp/local-lake.ts";
import { withFaults } from "../../../cli/simulator/faults.ts";
import { type EncodedRecord, encodeRecords } from "../../../cli/simulator/records.ts";
import { simulate } from "../../../cli/simulator/simulate.ts";
import { LATEST_VIEW } from "../../../gcp/bigquery/tables.ts";
import { googleCloud } from "../../../local/gcp/cloud.ts";
import { type Stack, startStack } from "../../../local/gcp/stack.ts";
import { newLedger, type Snapshot } from "../../../local/ledger.ts";
import { pushAll } from "../../../local/push-all.ts";
import { readTables } from "../../support/firestore.ts";

const TIMEOUT_MS = 240_000;
/** Any; none may have its TTL behind it. */
const START_MS = Date.now() - 3_600_000;

interface Ended {
  readonly snapshot: Snapshot;
  /** Each in an order of its own. */
  readonly events: readonly string[];
  readonly state: readonly string[];
  readonly lake: readonly string[];
}

const directories: string[] = [];
afterEach(async () => {
  for (const directory of directories.splice(0)) await rm(directory, { recursive: true });
});

/** `meanwhile` is called as soon as something is through. */
async function run(
  records: readonly EncodedRecord[],
  faults: boolean,
  meanwhile: (stack: Stack, received: () => number) => Promise<void> = async () => {},
): Promise<Ended> {
  const lakeDirectory = await mkdtemp(join(tmpdir(), "faults-"));
  directories.push(lakeDirectory);
  const stack = await startStack({ ports: {}, faults, lakeDirectory });
  const cloud = googleCloud(stack, { lakeDirectory });
  const ledger = newLedger();
  const consumption = cloud.consume(ledger);
  try {
    const { signal } = new AbortController();
    const source = { records, events: undefined };
    const pushing = pushAll({ cloud, source, rate: undefined, ledger, signal });
    await meanwhile(stack, () => ledger.snapshot().received);
    await pushing;
    const lake = await openGoogleLake(lakeDirectory);
    const columns = "record_uid, occurred_at, event_type, tenant_id, subject_kind, subject_id, floor_id, x, y";
    const { rows } = await lake.sql(`SELECT ${columns} FROM ${LATEST_VIEW}`);
    lake.close();
    const nameOf = pseudonyms();
    const lakeRows = rows.map((row) => JSON.stringify(row)).toSorted();
    const { events, state } = await readTables(stack.calls);
    // In an order that does not depend on them, so that they are called the same in every run.
    const inOrder = (table: object) => Object.entries(table).map((entry) => JSON.stringify(entry, withoutArrival));
    const byUid = inOrder(events).toSorted((a, b) => compare(uidOf(a), uidOf(b)) || compare(plain(a), plain(b)));
    return {
      snapshot: ledger.snapshot(),
      events: byUid.map(nameOf).toSorted(),
      state: inOrder(state).map(nameOf).toSorted(),
      lake: lakeRows.map(nameOf).toSorted(),
    };
  } finally {
    await consumption.stop();
    await cloud.close();
  }
}

/** Each run has a key of its own. */
const PSEUDONYM = /hmac-[\w-]+/g;
const withoutArrival = (name: string, value: unknown) => (name === "received_at" ? undefined : value);
const plain = (text: string) => text.replaceAll(PSEUDONYM, "");
const uidOf = (text: string) => /"record_uid":"([^"]*)"/.exec(text)?.[1] ?? "";
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function pseudonyms(): (text: string) => string {
  const names = new Map<string, string>();
  return (text) =>
    text.replaceAll(PSEUDONYM, (pseudonym) => {
      const name = names.get(pseudonym) ?? `person ${names.size}`;
      names.set(pseudonym, name);
      return name;
    });
}

function recordsOf(seed: number, events: number): readonly EncodedRecord[] {
  const story = { startMs: START_MS, eventsPerSecond: 10, timeScale: 1 };
  return [...withFaults(encodeRecords(simulate({ events, seed, ...story }), { encoding: "mixed", seed }), { seed })];
}

/** What only one of them has: all of it would be a long message. */
function expectAlike(ended: Ended, clean: Ended): void {
  for (const what of ["events", "state", "lake"] as const) {
    const [ofOne, ofOther] = [new Set(ended[what]), new Set(clean[what])];
    const only = [...ended[what], ...clean[what]].filter((one) => !ofOne.has(one) || !ofOther.has(one));
    expect(only.slice(0, 4), what).toEqual([]);
    expect(ended[what]).toHaveLength(clean[what].length);
    expect(clean[what].length).toBeGreaterThan(100);
  }
}

const accounted = ({ counts }: Snapshot) => counts.stored + counts.duplicate + counts.ignored + counts.rejected;

describe("a run in which the database is throttled and the lake refuses", { timeout: TIMEOUT_MS }, () => {
  it.each([1, 2])("ends like one in which nothing goes wrong, seed %i", async (seed) => {
    const records = recordsOf(seed, 1_000);
    const clean = await run(records, false);
    const faulty = await run(records, true);
    expect(faulty.snapshot.redeliveredRecords).toBeGreaterThan(0);
    for (const { snapshot } of [clean, faulty]) {
      expect(snapshot.received).toBe(snapshot.pushedEvents);
      expect(accounted(snapshot)).toBe(snapshot.received);
    }
    expect(faulty.snapshot.counts.rejected).toBe(clean.snapshot.counts.rejected);
    expectAlike(faulty, clean);
  });

  it("does so, too, when the function is killed in the middle, again and again", async () => {
    const records = recordsOf(3, 1_500);
    const clean = await run(records, false);
    const killed = await run(records, true, async ({ host }, received) => {
      for (const least of [100, 500, 900]) {
        await expect.poll(received, { timeout: TIMEOUT_MS, interval: 5 }).toBeGreaterThan(least);
        host.kill();
      }
    });
    expect(killed.snapshot.failedInvocations).toBeGreaterThan(0);
    expect(killed.snapshot.received).toBe(killed.snapshot.pushedEvents);
    expectAlike(killed, clean);
  });
});
