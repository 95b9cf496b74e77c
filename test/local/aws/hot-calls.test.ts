/** The short way through the database and the long way must be one and the same to a client. */
import { randomUUID } from "node:crypto";
import {
  type AttributeValue,
  BatchWriteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from "@aws-sdk/client-dynamodb";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DynamoDbStandIn, startDynamoDb } from "../../../local/aws/stand-ins/dynamodb/dynamodb.ts";

type Item = Record<string, AttributeValue>;
const TABLES = { events: "events", state: "state", places: "places" };
/** An option of a call that changes nothing but takes it the long way. */
const LONG_WAY = { ReturnConsumedCapacity: "NONE" } as const;

describe("A hot call to the database", { timeout: 60_000 }, () => {
  let db: DynamoDbStandIn;
  beforeAll(async () => {
    db = await startDynamoDb({ tables: TABLES });
  });
  afterAll(() => db.close());

  const put = (Item: Item, rest: Partial<PutItemCommand["input"]> = {}) =>
    db.client.send(new PutItemCommand({ TableName: TABLES.state, Item, ...rest })).then(
      () => "stored",
      (error: Error) => error.name,
    );
  const get = async ({ pk, sk }: Item, TableName = TABLES.state) =>
    (
      await db.client.send(
        new GetItemCommand({ TableName, Key: { pk: pk as AttributeValue, sk: sk as AttributeValue } }),
      )
    ).Item;
  const at = async (place: string) => {
    const { Items } = await db.client.send(
      new QueryCommand({
        TableName: TABLES.state,
        IndexName: "by-location",
        KeyConditionExpression: "location_pk = :place",
        ExpressionAttributeValues: { ":place": { S: place } },
      }),
    );
    return Items?.map(({ pk }) => pk?.S);
  };
  const newer = (version: string) => ({
    ConditionExpression: "attribute_not_exists(pk) OR #version < :version",
    ExpressionAttributeNames: { "#version": "version" },
    ExpressionAttributeValues: { ":version": { S: version } },
  });

  it("gives back what was put, whatever is in it, the short way and the long way", async () => {
    const text = fc.string({ unit: "grapheme", maxLength: 12 });
    const attribute = fc.oneof(
      text.map((S) => ({ S })),
      fc.integer().map((number) => ({ N: String(number) })),
      fc
        .dictionary(
          text.filter((name) => name !== "" && name !== "__proto__"),
          text.map((S) => ({ S })),
          { maxKeys: 3 },
        )
        .map((M) => ({ M })),
      fc
        .array(
          text.map((S) => ({ S })),
          { maxLength: 3 },
        )
        .map((L) => ({ L })),
    );
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.constantFrom("a", "b", "c"), attribute), async (attributes) => {
        const item = { ...attributes, pk: { S: `p#${randomUUID()}` }, sk: { S: "s/~" } };
        const batch = (table: string, rest: object = {}) =>
          db.client.send(
            new BatchWriteItemCommand({ RequestItems: { [table]: [{ PutRequest: { Item: item } }] }, ...rest }),
          );
        await batch(TABLES.events);
        expect(await get(item, TABLES.events)).toEqual(item);
        await put(item, LONG_WAY);
        const found = await get(item);
        await put(item);
        expect(await get(item)).toEqual(found);
      }),
      { numRuns: 30 },
    );
  });

  it("keeps the newest, whichever way the puts take", async () => {
    for (const ways of [
      [{}, {}],
      [LONG_WAY, {}],
      [{}, LONG_WAY],
    ] as const) {
      const key = { pk: { S: randomUUID() }, sk: { S: "position" } };
      const [first, second] = ways;
      expect(await put({ ...key, version: { S: "2" } }, { ...newer("2"), ...first })).toBe("stored");
      expect(await put({ ...key, version: { S: "1" } }, { ...newer("1"), ...second })).toBe(
        "ConditionalCheckFailedException",
      );
      expect(await put({ ...key, version: { S: "3" } }, { ...newer("3"), ...second })).toBe("stored");
      expect((await get(key))?.version).toEqual({ S: "3" });
    }
  });

  it("lets one of two through that were put at once on the condition that nothing is there", async () => {
    const key = { pk: { S: randomUUID() }, sk: { S: "position" } };
    const both = ["a", "b", "c", "d"].map((by) =>
      put({ ...key, by: { S: by } }, { ConditionExpression: "attribute_not_exists(pk)" }),
    );
    expect((await Promise.all(both)).filter((answer) => answer === "stored")).toHaveLength(1);
  });

  it("moves an item in the index when its place changes, and takes it out when it has none", async () => {
    const key = { pk: { S: randomUUID() }, sk: { S: "position" } };
    const [here, there] = [randomUUID(), randomUUID()];
    const inPlace = (place: string) => ({ ...key, location_pk: { S: place }, location_sk: { S: "device#x" } });
    await put(inPlace(here));
    expect(await at(here)).toEqual([key.pk.S]);
    await put(inPlace(there));
    expect([await at(here), await at(there)]).toEqual([[], [key.pk.S]]);
    await put(key);
    expect(await at(there)).toEqual([]);
  });

  it.each([
    ["a key that is missing", { pk: { S: "a" } }],
    ["a key of another type", { pk: { S: "a" }, sk: { N: "1" } }],
    ["an empty key", { pk: { S: "" }, sk: { S: "a" } }],
    ["a number that is none", { pk: { S: "a" }, sk: { S: "b" }, n: { N: "one" } }],
    ["an item that is too large", { pk: { S: "a" }, sk: { S: "b" }, s: { S: "x".repeat(410_000) } }],
  ])("is refused for %s, as ever", async (_, item) => {
    expect(await put(item as Item)).toBe("ValidationException");
    const batch = db.client.send(
      new BatchWriteItemCommand({ RequestItems: { [TABLES.events]: [{ PutRequest: { Item: item as Item } }] } }),
    );
    await expect(batch).rejects.toMatchObject({ name: "ValidationException" });
  });

  it("of the same key twice in a batch is refused, as ever", async () => {
    const request = { PutRequest: { Item: { pk: { S: "a" }, sk: { S: "b" } } } };
    const batch = db.client.send(new BatchWriteItemCommand({ RequestItems: { [TABLES.events]: [request, request] } }));
    await expect(batch).rejects.toMatchObject({ name: "ValidationException" });
  });
});
