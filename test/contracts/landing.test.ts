/** What every cloud's landing is held to: each row in a file of its hour, the same batch in the same files. */
import { randomUUID } from "node:crypto";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { BlobServiceClient, type ContainerClient } from "@azure/storage-blob";
import fc from "fast-check";
import { parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { blobPut } from "../../azure/blob-put.ts";
import { blobLanding } from "../../azure/lake/landing.ts";
import { s3Landing } from "../../functions/lake/landing.ts";
import { noDeadline } from "../../shared/batch/deadline.ts";
import { landing, type PutFile } from "../../shared/lake/landing.ts";
import type { BatchSource } from "../../shared/ports.ts";
import { newRow, type Row } from "../../shared/row.ts";
import { anyRow } from "../shared/lake/any-row.ts";
import { startTestAccount, type TestAccount } from "../support/azure.ts";
import { type ObjectStore, startObjectStore } from "../support/object-store.ts";

interface TestLanding {
  readonly name: string;
  put(): PutFile;
  /** Makes it take nothing, or ends that. */
  refuse(on: boolean): void;
  /** By key. */
  files(): Promise<ReadonlyMap<string, Uint8Array>>;
  clear(): Promise<void>;
}

let objectStore: ObjectStore;
let client: S3Client;
beforeAll(async () => {
  objectStore = await startObjectStore();
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const { endpoint } = objectStore;
  client = new S3Client({ endpoint, region: "eu-west-1", credentials, forcePathStyle: true, maxAttempts: 1 });
});
let account: TestAccount;
let containers: BlobServiceClient;
let container: ContainerClient;
let isAway = false;
beforeAll(async () => {
  account = await startTestAccount();
  containers = BlobServiceClient.fromConnectionString(account.connectionString);
});
afterAll(() => account.close());

async function blobs(): Promise<ReadonlyMap<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  for await (const { name } of container.listBlobsFlat())
    found.set(name, await container.getBlobClient(name).downloadToBuffer());
  return found;
}

afterAll(async () => {
  client.destroy();
  await objectStore.close();
});

const BUCKET = "/lake/";
const kinds: readonly TestLanding[] = [
  {
    name: "S3",
    put: () => s3Landing({ put: (input) => client.send(new PutObjectCommand(input)), bucket: "lake" }),
    refuse: (on) => objectStore.refuse(on),
    files: async () => new Map([...objectStore.objects].map(([path, bytes]) => [path.slice(BUCKET.length), bytes])),
    clear: async () => objectStore.objects.clear(),
  },
  {
    name: "Blob Storage",
    put: () => blobLanding(blobPut(isAway ? containers.getContainerClient(randomUUID()) : container)),
    refuse: (on) => {
      isAway = on;
    },
    files: blobs,
    async clear() {
      await container?.deleteIfExists();
      container = containers.getContainerClient(randomUUID());
      await container.create();
    },
  },
];

const source: BatchSource = { name: "stream/shard-1", range: ["7", "9"] };
const FIRST_MS = Date.UTC(2026, 2, 1, 23, 59, 59);

function row(uid: string, receivedAtMs = FIRST_MS, more: Partial<Row> = {}): Row {
  return { ...newRow(uid, "TYPE", FIRST_MS, receivedAtMs, "test/1"), ...more };
}

async function uidsIn(file: Uint8Array | undefined): Promise<unknown[]> {
  const bytes = new Uint8Array(file ?? []);
  const rows = await parquetReadObjects({ file: bytes.buffer, columns: ["record_uid"] });
  return rows.map(({ record_uid }) => record_uid);
}

describe.each(kinds)("the landing in $name", ({ put, refuse, files, clear }) => {
  beforeEach(async () => {
    await clear();
    refuse(false);
  });

  it("is one file per batch, named after where its records sit in the stream", async () => {
    expect(await landing(put(), source).write([row("a"), row("b")], noDeadline)).toEqual([]);
    expect([...(await files()).keys()]).toEqual(["events/dt=2026-03-01/hour=23/stream-shard-1-7-9.parquet"]);
    expect(await uidsIn([...(await files()).values()][0])).toEqual(["a", "b"]);
  });

  it("has every row in the partition of the hour it arrived in, also where a batch spans two", async () => {
    const rows = [row("a"), row("b", FIRST_MS + 1_000), row("c")];
    expect(await landing(put(), source).write(rows, noDeadline)).toEqual([]);
    const name = "stream-shard-1-7-9.parquet";
    expect(await uidsIn((await files()).get(`events/dt=2026-03-01/hour=23/${name}`))).toEqual(["a", "c"]);
    expect(await uidsIn((await files()).get(`events/dt=2026-03-02/hour=00/${name}`))).toEqual(["b"]);
    expect((await files()).size).toBe(2);
  });

  it("is the same after the same batch was delivered again, byte for byte", async () => {
    const rows = [row("a"), row("b", FIRST_MS + 1_000)];
    await landing(put(), source).write(rows, noDeadline);
    const once = await files();
    await landing(put(), source).write(rows, noDeadline);
    expect(await files()).toEqual(once);
  });

  it("loses no row, whatever is in it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 20 }), async (rows) => {
        await clear();
        const named = rows.map((one, index) => ({ ...one, record_uid: `uid-${index}` }));
        expect(await landing(put(), source).write(named, noDeadline)).toEqual([]);
        const found = await Promise.all([...(await files()).values()].map(uidsIn));
        expect(found.flat().sort()).toEqual(named.map(({ record_uid }) => record_uid).sort());
      }),
      { numRuns: 20 },
    );
  });

  it("takes a row as large as a record may be", async () => {
    const payload = "é".repeat(5 * 1024 * 1024);
    expect(await landing(put(), source).write([row("a"), row("large", FIRST_MS, { payload })], noDeadline)).toEqual([]);
    expect(await uidsIn([...(await files()).values()][0])).toEqual(["a", "large"]);
  });

  it("rejects alone a row that no file can hold, and lands its siblings", async () => {
    const broken = row("broken", FIRST_MS, { ssid: 7 as never });
    const rows = [row("a"), row("b"), broken, row("c"), row("d")];
    const failures = await landing(put(), source).write(rows, noDeadline);
    expect(failures).toMatchObject([{ index: 2, fate: { status: "rejected", rejection: { code: "write-refused" } } }]);
    const found = await Promise.all([...(await files()).values()].map(uidsIn));
    expect(found.flat().sort()).toEqual(["a", "b", "c", "d"]);
  });

  it("answers retry for every row of a file that is not taken, never that a row is to blame", async () => {
    refuse(true);
    const failures = await landing(put(), source).write([row("a"), row("b")], noDeadline);
    expect(failures.map(({ index, fate }) => [index, fate.status])).toEqual([
      [0, "retry"],
      [1, "retry"],
    ]);
    expect((await files()).size).toBe(0);
  });

  it("puts nothing once time is up", async () => {
    const failures = await landing(put(), source).write([row("a")], { expired: () => true, remainingMs: () => 0 });
    expect(failures).toMatchObject([{ index: 0, fate: { status: "retry" } }]);
    expect((await files()).size).toBe(0);
  });
});
