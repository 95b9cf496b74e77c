/** The stand-in for BigQuery, asked by Google's own clients: what it refuses, and that what it takes can be asked. */
import { managedwriter } from "@google-cloud/bigquery-storage";
import { BigQueryWriteClient } from "@google-cloud/bigquery-storage/build/src/v1/big_query_write_client.js";
import { credentials } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openGoogleLake } from "../../../cli/gcp/local-lake.ts";
import { googleQueries } from "../../../cli/gcp/queries.ts";
import { rowDescriptor, rowMessage } from "../../../gcp/bigquery/row-message.ts";
import { noDeadline } from "../../../shared/batch/deadline.ts";
import { newRow, type Row } from "../../../shared/row.ts";
import { LAKE_TABLE_PATH, startTestBigQuery, type TestBigQuery } from "../../support/bigquery.ts";

const AT_MS = Date.UTC(2026, 2, 2, 12);

function row(uid: string, more: Partial<Row> = {}): Row {
  return { ...newRow(uid, "ODD", AT_MS, AT_MS + 1_000, "test/1"), tenant_id: "t", ...more };
}

describe("The stand-in for BigQuery's Storage Write API", () => {
  let bigQuery: TestBigQuery;
  let client: BigQueryWriteClient;
  beforeAll(async () => {
    bigQuery = await startTestBigQuery();
    const [apiEndpoint = "", port] = bigQuery.endpoint.split(":");
    const clientOptions = { universeDomain: "googleapis.com" };
    const sslCreds = credentials.createInsecure();
    client = new BigQueryWriteClient({ apiEndpoint, port: Number(port), sslCreds, clientOptions });
    await client.initialize();
  });
  afterAll(async () => {
    await client.close();
    await bigQuery.close();
  });

  const writeStream = `${LAKE_TABLE_PATH}/streams/_default`;
  const writerSchema = { protoDescriptor: rowDescriptor };

  /** The first answer, or the status the call ended by. */
  function answerTo(request: object): Promise<unknown> {
    return new Promise((resolve) => {
      const stream = client.appendRows();
      stream.on("data", (answer: unknown) => {
        resolve(answer);
        stream.end();
      });
      stream.on("error", ({ code }: { code?: number }) => resolve(code));
      stream.write(request);
    });
  }
  const rows = (...messages: readonly Uint8Array[]) => ({ serializedRows: messages });

  it("describes the table to who asks for the stream", async () => {
    const [stream] = await client.getWriteStream({ name: writeStream, view: "FULL" });
    expect(stream.tableSchema?.fields?.map(({ name }) => name)).toEqual(rowDescriptor.field.map(({ name }) => name));
    await expect(client.getWriteStream({ name: writeStream.replace("arrived", "other") })).rejects.toMatchObject({
      code: 5,
    });
  });

  it("appends none of a request with a row it refuses, and says which", async () => {
    const before = bigQuery.rows();
    const message = rowMessage(row("a"));
    const protoRows = { writerSchema, rows: rows(message, message.subarray(0, -2), message) };
    const answer = await answerTo({ writeStream, protoRows });
    expect(answer).toMatchObject({ error: { code: 3 }, rowErrors: [{ index: "1", code: "FIELDS_ERROR" }] });
    expect(bigQuery.rows()).toBe(before);
  });

  it("refuses a description that is not the table's, a table that is not there, an offset, and too large a request", async () => {
    const good = { writeStream, protoRows: { writerSchema, rows: rows(rowMessage(row("a"))) } };
    const more = { name: "further", number: 900, label: 1, type: 9 };
    const foreign = { protoDescriptor: { ...rowDescriptor, field: [...rowDescriptor.field, more] } };
    const refused = [
      { ...good, protoRows: { ...good.protoRows, writerSchema: foreign } },
      { ...good, protoRows: { rows: good.protoRows.rows } },
      { ...good, writeStream: writeStream.replace("arrived", "other") },
      { ...good, offset: { value: 0 } },
      { ...good, protoRows: { writerSchema, rows: rows(rowMessage(row("a", { payload: "x".repeat(10_500_000) }))) } },
    ];
    expect(await Promise.all(refused.map(answerTo))).toEqual([3, 3, 5, 3, 3]);
    expect(await answerTo(good)).toMatchObject({ appendResult: {} });
  });

  it("takes what the library's own writer of JSON sends", async () => {
    const before = bigQuery.rows();
    const [apiEndpoint = "", port] = bigQuery.endpoint.split(":");
    const clientOptions = { universeDomain: "googleapis.com" };
    const sslCreds = credentials.createInsecure();
    const writers = new managedwriter.WriterClient({ apiEndpoint, port: Number(port), sslCreds, clientOptions });
    const connection = await writers.createStreamConnection({ destinationTable: LAKE_TABLE_PATH });
    const writer = new managedwriter.JSONWriter({ connection, protoDescriptor: rowDescriptor });
    // A column without a value is left out.
    const texts = JSON.parse(JSON.stringify(row("json"))) as Record<string, string>;
    const times = { occurred_at: AT_MS * 1_000, received_at: AT_MS * 1_000 };
    await writer.appendRows([{ ...texts, ...times }]).getResult();
    expect(bigQuery.rows()).toBe(before + 1);
    writers.close();
  });

  it("has its rows where the questions in GoogleSQL are asked", async () => {
    await bigQuery.lake.write([row("b"), row("b"), row("c", { record_uid: "c" })], noDeadline);
    await bigQuery.flush();
    const lake = await openGoogleLake(bigQuery.directory);
    const query = googleQueries.find(({ name }) => name === "unmapped-event-types");
    if (query === undefined) throw new Error("no such query");
    const { rows: answered } = await lake.ask(query, { from: "2026-03-02", to: "2026-03-03" });
    const uids = (await lake.sql("SELECT COUNT(DISTINCT record_uid) FROM arrived")).rows[0]?.[0];
    expect(answered[0]?.slice(0, 2)).toEqual(["ODD", uids]);
    expect(await lake.span()).toEqual([AT_MS, AT_MS]);
    lake.close();
  });
});
