/** What the store makes of a database that throttles, refuses and is contended. */
import { describe, expect, it } from "vitest";
import type { DynamoDbCalls } from "../../../functions/dynamodb/calls.ts";
import type { Item } from "../../../functions/dynamodb/item.ts";
import { dynamoDbStore } from "../../../functions/dynamodb/store.ts";
import { noDeadline } from "../../../shared/batch/deadline.ts";
import { retry } from "../../../shared/outcome.ts";
import type { Row } from "../../../shared/row.ts";
import { rowOf } from "../../support/core.ts";
import { locationUpdate } from "../../support/events.ts";

const metadata = { $metadata: {} };
const works: DynamoDbCalls = {
  batchWriteItem: async () => metadata,
  putItem: async () => metadata,
  getItem: async () => metadata,
};

type Batch = Parameters<DynamoDbCalls["batchWriteItem"]>;

/** The places table takes what it is given, unless `places` says otherwise. */
function storeOver({ batchWriteItem = works.batchWriteItem, ...calls }: Partial<DynamoDbCalls>, places?: () => never) {
  const tables = {
    eventsTable: "events",
    stateTable: "state",
    placesTable: "places",
    historyTtlSeconds: 60,
    stateTtlSeconds: 60,
  };
  const writeItems = async (...[input, deadline]: Batch) =>
    input.RequestItems?.places === undefined ? batchWriteItem(input, deadline) : (places?.() ?? metadata);
  return dynamoDbStore({
    ...tables,
    calls: { ...works, ...calls, batchWriteItem: writeItems },
    backOff: { wait: async () => {} },
  });
}

function failure(name: string): Error {
  return Object.assign(new Error("02:00:5e:00:00:01"), { name });
}

/** Of a history item by its key, of a state item by its version. */
const uidOf = (item: Item | undefined) => (item?.version ?? item?.sk)?.S?.split("#")[1];

const rowsOf = (count: number): readonly Row[] =>
  Array.from({ length: count }, (_, index) =>
    rowOf(locationUpdate({ recordUid: `event-${index}` }, { device: { deviceId: `device-${index}` } })),
  );
const telemetry = rowOf({
  recordUid: "t",
  recordTimestamp: 1,
  eventType: "IOT_TELEMETRY",
  iotTelemetry: { deviceInfo: { deviceId: "s" }, humidity: { humidityInPercentage: 40 } },
});

describe("history", () => {
  it("is written 25 items a call", async () => {
    const sizes: number[] = [];
    const store = storeOver({
      async batchWriteItem({ RequestItems }) {
        sizes.push(RequestItems?.events?.length ?? 0);
        return metadata;
      },
    });
    expect(await store.write(rowsOf(60), noDeadline)).toEqual([]);
    expect(sizes.sort((a, b) => b - a)).toEqual([25, 25, 10]);
  });

  it("is written again for what stayed unprocessed, and only for that", async () => {
    const written: (string | undefined)[][] = [];
    const store = storeOver({
      async batchWriteItem({ RequestItems }) {
        const requests = RequestItems?.events ?? [];
        written.push(requests.map(({ PutRequest }) => uidOf(PutRequest?.Item)));
        return written.length === 1 ? { ...metadata, UnprocessedItems: { events: requests.slice(1) } } : metadata;
      },
    });
    expect(await store.write(rowsOf(3), noDeadline)).toEqual([]);
    expect(written).toEqual([
      ["event-0", "event-1", "event-2"],
      ["event-1", "event-2"],
    ]);
  });

  it("is retry for what stays unprocessed", async () => {
    const store = storeOver({
      batchWriteItem: async ({ RequestItems }) => ({
        ...metadata,
        UnprocessedItems: { events: RequestItems?.events?.slice(-1) ?? [] },
      }),
    });
    expect(await store.write(rowsOf(2), noDeadline)).toEqual([
      { index: 1, fate: retry("the history table is throttled (items stayed unprocessed)") },
    ]);
  });

  it("is retry, without a word of the data, when the call fails", async () => {
    for (const name of ["ResourceNotFoundException", "AccessDeniedException", "AbortError"]) {
      const store = storeOver({ batchWriteItem: () => Promise.reject(failure(name)) });
      expect(await store.write(rowsOf(1), noDeadline)).toEqual([
        { index: 0, fate: retry(`the history table did not take the items (${name})`) },
      ]);
    }
  });

  it("is written again when the whole call is throttled", async () => {
    let calls = 0;
    const store = storeOver({
      batchWriteItem: () =>
        ++calls < 4 ? Promise.reject(failure("ProvisionedThroughputExceededException")) : Promise.resolve(metadata),
    });
    expect(await store.write(rowsOf(1), noDeadline)).toEqual([]);
    expect(calls).toBe(4);
  });

  it("is all written again when an item comes back under a key nobody sent", async () => {
    const stranger = { PutRequest: { Item: { pk: { S: "?" }, sk: { S: "?" } } } };
    const store = storeOver({
      batchWriteItem: async () => ({ ...metadata, UnprocessedItems: { events: [stranger] } }),
    });
    expect(await store.write(rowsOf(2), noDeadline)).toHaveLength(2);
  });

  it("that is refused leaves the state to the rows that are not", async () => {
    const older = rowOf(locationUpdate({ recordUid: "older", recordTimestamp: 1_000 }));
    const newer = rowOf(locationUpdate({ recordUid: "newer", recordTimestamp: 2_000 }));
    const states: (string | undefined)[] = [];
    const store = storeOver({
      async putItem({ Item: item }) {
        states.push(uidOf(item));
        return metadata;
      },
    });
    const tooLarge = { ...newer, labels: { long: "x".repeat(410_000) } };
    expect(await store.write([older, tooLarge], noDeadline)).toMatchObject([{ index: 1 }]);
    expect(states).toEqual(["older"]);
  });

  it("loses only the one item that is refused", async () => {
    const refused = (item: Item | undefined) => uidOf(item) === "event-1";
    const store = storeOver({
      async batchWriteItem({ RequestItems }) {
        if (RequestItems?.events?.some(({ PutRequest }) => refused(PutRequest?.Item)))
          throw failure("ValidationException");
        return metadata;
      },
    });
    expect(await store.write(rowsOf(3), noDeadline)).toMatchObject([
      { index: 1, fate: { rejection: { stage: "write", code: "write-refused" } } },
    ]);
  });

  it("refuses an item of more than 400 KB without asking", async () => {
    const [row] = rowsOf(1) as [Row];
    const store = storeOver({ putItem: async () => metadata });
    expect(await store.write([{ ...row, labels: { long: "x".repeat(410_000) } }], noDeadline)).toMatchObject([
      { index: 0, fate: { rejection: { code: "item-too-large" } } },
    ]);
  });

  it("is not begun when the time is up", async () => {
    const store = storeOver({ batchWriteItem: () => Promise.reject(new Error("must not be called")) });
    const failures = await store.write(rowsOf(2), { expired: () => true, remainingMs: () => 0 });
    expect(failures.every(({ fate }) => fate.status === "retry" && fate.message.startsWith("time was up"))).toBe(true);
    expect(new Set(failures.map(({ index }) => index))).toEqual(new Set([0, 1]));
  });
});

describe("places", () => {
  it("are written before what refers to them, once by a process", async () => {
    const tables: string[] = [];
    const calls: DynamoDbCalls = {
      ...works,
      async batchWriteItem({ RequestItems }) {
        for (const [table, requests] of Object.entries(RequestItems ?? {})) tables.push(`${requests.length} ${table}`);
        return metadata;
      },
    };
    const names = { eventsTable: "events", stateTable: "state", placesTable: "places" };
    const ttl = { historyTtlSeconds: 60, stateTtlSeconds: 60 };
    const store = dynamoDbStore({ ...names, ...ttl, calls, backOff: { wait: async () => {} } });
    await store.write(rowsOf(3), noDeadline);
    await store.write(rowsOf(2), noDeadline);
    expect(tables).toEqual(["1 places", "3 events", "2 events"]);
  });

  it("that cannot be written are retry for the rows that refer to them, and for no other", async () => {
    const written: (string | undefined)[] = [];
    const store = storeOver(
      {
        async batchWriteItem({ RequestItems }) {
          written.push(...(RequestItems?.events ?? []).map(({ PutRequest }) => uidOf(PutRequest?.Item)));
          return metadata;
        },
      },
      () => {
        throw failure("AccessDeniedException");
      },
    );
    expect(await store.write([...rowsOf(1), telemetry], noDeadline)).toEqual([
      { index: 0, fate: retry("the places table did not take the items (AccessDeniedException)") },
    ]);
    expect(written).toEqual(["t"]);
  });
});

describe("state", () => {
  it("takes a failed condition for what it is: something newer is there", async () => {
    const store = storeOver({ putItem: () => Promise.reject(failure("ConditionalCheckFailedException")) });
    expect(await store.write(rowsOf(2), noDeadline)).toEqual([]);
  });

  it("is retry for every row a failed write was folded from", async () => {
    const store = storeOver({ putItem: () => Promise.reject(failure("InternalServerError")) });
    const again = { ...telemetry, record_uid: "u", occurred_at: 2 };
    expect(await store.write([telemetry, again], noDeadline)).toEqual(
      [0, 1].map((index) => ({ index, fate: retry("the state table did not take the item (InternalServerError)") })),
    );
  });

  it("of telemetry is merged row by row when the rows together are refused", async () => {
    const poison = { ...telemetry, record_uid: "poison", measurements: { bad: 1 } };
    const store = storeOver({
      async putItem({ Item: item }) {
        if (item?.measurements?.M?.bad !== undefined) throw failure("ValidationException");
        return metadata;
      },
    });
    expect(await store.write([telemetry, poison], noDeadline)).toMatchObject([
      { index: 1, fate: { rejection: { code: "write-refused" } } },
    ]);
  });

  it("is merged again when somebody else wrote in between, and retry when that does not end", async () => {
    let puts = 0;
    const contended = (times: number) =>
      storeOver({
        putItem: () =>
          ++puts > times ? Promise.resolve(metadata) : Promise.reject(failure("ConditionalCheckFailedException")),
      });
    expect(await contended(2).write([telemetry], noDeadline)).toEqual([]);
    expect(puts).toBe(3);
    expect(await contended(1_000).write([telemetry], noDeadline)).toEqual([
      { index: 0, fate: retry("the state item kept changing while it was merged") },
    ]);
  });

  it("does not write telemetry that adds nothing", async () => {
    let kept: Item | undefined;
    let puts = 0;
    const store = storeOver({
      putItem: async ({ Item: item }) => {
        puts++;
        kept = item;
        return metadata;
      },
      getItem: async () => (kept === undefined ? metadata : { ...metadata, Item: kept }),
    });
    await store.write([telemetry], noDeadline);
    await store.write([telemetry], noDeadline);
    expect(puts).toBe(1);
  });
});
