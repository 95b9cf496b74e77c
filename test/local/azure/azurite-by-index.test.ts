/** What Azurite finds by its indexes is what is there: tables of several pages, by each kind of filter that is asked. */
import { odata } from "@azure/data-tables";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tableAccount } from "../../../azure/storage.ts";
import type { EntityKey } from "../../../azure/tables/keys.ts";
import { tableCalls } from "../../../azure/tables/sdk-calls.ts";
import { type Azurite, startAzurite } from "../../../local/azure/azurite.ts";
import { forEachConcurrently } from "../../../shared/batch/concurrency.ts";
import { noDeadline } from "../../../shared/batch/deadline.ts";

const TABLE = "several";
const CONCURRENT = 32;
/** Many small partitions, one that no page holds, and one whose name has to be quoted. */
const keys: readonly EntityKey[] = [
  ...Array.from({ length: 3_200 }, (_, at) => ({ partitionKey: `t!${(at * 7_919) % 137}`, rowKey: `r${at}` })),
  ...Array.from({ length: 2_300 }, (_, at) => ({ partitionKey: "m!large", rowKey: `r${at}` })),
  { partitionKey: "q!it's", rowKey: "position" },
];
const textOf = ({ partitionKey, rowKey }: EntityKey) => `${partitionKey} ${rowKey}`;

describe("a table of several pages", () => {
  let azurite: Azurite;
  let calls: ReturnType<typeof tableCalls>;
  beforeAll(async () => {
    azurite = await startAzurite();
    calls = tableCalls(tableAccount(azurite.tableEndpoint, azurite));
    await calls.createTable(TABLE, noDeadline);
    await forEachConcurrently(keys, CONCURRENT, (key) => calls.upsert(TABLE, { ...key }, noDeadline));
  });
  afterAll(() => azurite.close());

  async function found(filter?: string, table = TABLE): Promise<readonly string[]> {
    const texts: string[] = [];
    for await (const entity of calls.query(table, filter)) texts.push(textOf(entity));
    return texts;
  }
  const wanted = (isWanted: (key: EntityKey) => boolean) => keys.filter(isWanted).map(textOf).sort();

  it("is read whole, each entity once", async () => {
    expect((await found()).toSorted()).toEqual(wanted(() => true));
  });

  it.each([
    ["a partition", odata`PartitionKey eq ${"t!5"}`, (key: EntityKey) => key.partitionKey === "t!5"],
    ["a quoted one", odata`PartitionKey eq ${"q!it's"}`, (key: EntityKey) => key.partitionKey === "q!it's"],
    ["one of several pages", odata`PartitionKey eq ${"m!large"}`, (key: EntityKey) => key.partitionKey === "m!large"],
    [
      "a part of one",
      odata`PartitionKey eq ${"m!large"} and RowKey ge ${"r1"} and RowKey lt ${"r2"}`,
      ({ partitionKey, rowKey }: EntityKey) => partitionKey === "m!large" && rowKey >= "r1" && rowKey < "r2",
    ],
    [
      "either of two",
      odata`PartitionKey eq ${"t!5"} or PartitionKey eq ${"t!6"}`,
      (key: EntityKey) => ["t!5", "t!6"].includes(key.partitionKey),
    ],
    ["those after one", odata`PartitionKey gt ${"t!5"}`, (key: EntityKey) => key.partitionKey > "t!5"],
    ["a row key", odata`RowKey eq ${"r7"}`, (key: EntityKey) => key.rowKey === "r7"],
    ["none", odata`PartitionKey eq ${"t!none"}`, () => false],
  ])("is read by %s", async (_, filter, isWanted) => {
    expect((await found(filter)).toSorted()).toEqual(wanted(isWanted));
  });

  it("is read whole where partitions are numbers, which an index orders as such and a page as text", async () => {
    const table = "numbers";
    const numbers = ["10", "9"].flatMap((partitionKey) =>
      Array.from({ length: partitionKey === "9" ? 10 : 1_500 }, (_, at) => ({ partitionKey, rowKey: `r${at}` })),
    );
    await calls.createTable(table, noDeadline);
    await forEachConcurrently(numbers, CONCURRENT, (key) => calls.upsert(table, { ...key }, noDeadline));
    expect((await found(undefined, table)).toSorted()).toEqual(numbers.map(textOf).sort());
  });

  it("gives each entity by its key, whichever of the two many have", async () => {
    for (const key of [keys[0], keys[4_000], keys.at(-1)])
      expect(await calls.get(TABLE, key ?? { partitionKey: "", rowKey: "" }, noDeadline)).toMatchObject(key ?? {});
    expect(await calls.get(TABLE, { partitionKey: "t!5", rowKey: "position" }, noDeadline)).toBeUndefined();
  });
});
