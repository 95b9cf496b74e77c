/** What every dead-letter store is held to: the raw bytes and the reason come back, a redelivery is one object, a failure is told. */
import { randomUUID } from "node:crypto";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { BlobServiceClient, type ContainerClient } from "@azure/storage-blob";
import { type Bucket, Storage } from "@google-cloud/storage";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { blobDeadLetter } from "../../azure/blob-dead-letter.ts";
import { blobPut } from "../../azure/blob-put.ts";
import { s3DeadLetter } from "../../functions/s3-dead-letter.ts";
import { cloudStorageDeadLetter } from "../../gcp/cloud-storage-dead-letter.ts";
import { objectPut } from "../../gcp/object-put.ts";
import { type CloudStorage, startCloudStorage } from "../../local/gcp/storage/server.ts";
import { noDeadline } from "../../shared/batch/deadline.ts";
import type { LetterLine } from "../../shared/letter-line.ts";
import type { BatchSource, DeadLetter, Letter } from "../../shared/ports.ts";
import { startTestAccount, type TestAccount } from "../support/azure.ts";
import { type ObjectStore, startObjectStore } from "../support/object-store.ts";

interface TestDeadLetter {
  readonly name: string;
  open(): DeadLetter;
  /** One on which nothing can be kept. */
  openBroken(): DeadLetter;
  lines(): Promise<readonly LetterLine[]>;
}

let objectStore: ObjectStore;
let client: S3Client;
let account: TestAccount;
let container: ContainerClient;
let storage: CloudStorage;
let bucket: Bucket;
beforeAll(async () => {
  objectStore = await startObjectStore();
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  client = new S3Client({ endpoint: objectStore.endpoint, region: "eu-west-1", credentials, forcePathStyle: true });
});
beforeAll(async () => {
  account = await startTestAccount();
});
beforeAll(async () => {
  storage = await startCloudStorage();
});
beforeEach(async () => {
  objectStore.objects.clear();
  container = BlobServiceClient.fromConnectionString(account.connectionString).getContainerClient(randomUUID());
  await container.create();
  [bucket] = await new Storage({ apiEndpoint: storage.endpoint, projectId: "test" }).createBucket(randomUUID());
});
afterAll(async () => {
  await storage.close();
  await account.close();
  client.destroy();
  await objectStore.close();
});

const linesIn = (bodies: Iterable<Buffer>) =>
  [...bodies].flatMap((body) => body.toString().trim().split("\n")).map((line) => JSON.parse(line) as LetterLine);

const kinds: readonly TestDeadLetter[] = [
  {
    name: "S3",
    open: () =>
      s3DeadLetter({ put: (input) => client.send(new PutObjectCommand(input)), bucket: "letters", pipeline: "test/1" }),
    openBroken: () =>
      s3DeadLetter({ put: () => Promise.reject(new Error("no bucket")), bucket: "letters", pipeline: "test/1" }),
    lines: async () => linesIn(objectStore.objects.values()),
  },
  {
    name: "Blob Storage",
    open: () => blobDeadLetter({ put: blobPut(container), pipeline: "test/1" }),
    openBroken: () => blobDeadLetter({ put: () => Promise.reject(new Error("no container")), pipeline: "test/1" }),
    async lines() {
      const bodies: Buffer[] = [];
      for await (const { name } of container.listBlobsFlat())
        bodies.push(await container.getBlobClient(name).downloadToBuffer());
      return linesIn(bodies);
    },
  },
  {
    name: "Cloud Storage",
    open: () => cloudStorageDeadLetter({ put: objectPut(async () => bucket), pipeline: "test/1" }),
    openBroken: () => cloudStorageDeadLetter({ put: () => Promise.reject(new Error("no bucket")), pipeline: "test/1" }),
    async lines() {
      const [files] = await bucket.getFiles();
      const bodies = await Promise.all(files.map((file) => file.download()));
      return linesIn(bodies.map(([body]) => body));
    },
  },
];

const source: BatchSource = { name: "stream/shard-1", range: ["7", "9"] };
const letter = (position: string, payload: Uint8Array, part?: number): Letter => ({
  position,
  ...(part !== undefined && { part }),
  payload,
  stage: "decode",
  code: "malformed-json",
  message: "the text does not parse as JSON",
  receivedAtMs: 1_700_000_000_000,
});

describe.each(kinds)("dead letters in $name", ({ open, openBroken, lines }) => {
  it("come back with their raw bytes, the reason, and where and when they came from", async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const told = { tenant: "tenant-1", eventType: "DEVICE_ENTRY" };
    await open().put([letter("7", bytes), { ...letter("9", Buffer.from("{"), 1), ...told }], source, noDeadline);
    const [first, second] = await lines();
    expect(Buffer.from(first?.payload ?? "", "base64")).toEqual(Buffer.from(bytes));
    expect(first).toMatchObject({ position: "7", stage: "decode", code: "malformed-json", source: "stream/shard-1" });
    for (const absent of ["part", "tenant", "eventType"]) expect(first).not.toHaveProperty(absent);
    expect(second).toMatchObject({
      position: "9",
      part: 1,
      ...told,
      receivedAt: "2023-11-14T22:13:20.000Z",
      pipeline: "test/1",
    });
  });

  it("are kept once when the same batch is delivered again", async () => {
    for (let delivery = 0; delivery < 3; delivery++)
      await open().put([letter("7", Buffer.from("x"))], source, noDeadline);
    expect(await lines()).toHaveLength(1);
  });

  it("stay when a put of an earlier try arrives late, which had fewer of them", async () => {
    const [early, late] = [letter("7", Buffer.from("x")), letter("9", Buffer.from("y"))];
    await open().put([early, late], source, noDeadline);
    await open().put([early], source, noDeadline);
    expect(new Set((await lines()).map(({ position }) => position))).toEqual(new Set(["7", "9"]));
  });

  it("are kept once when the batch around them is cut elsewhere", async () => {
    await open().put([letter("7", Buffer.from("x"))], source, noDeadline);
    await open().put([letter("7", Buffer.from("x"))], { ...source, range: ["5", "7"] }, noDeadline);
    expect(await lines()).toHaveLength(1);
  });

  it("take more than one string can hold apart", async () => {
    const many = Array.from({ length: 2_000 }, (_, index) => letter(String(index), Buffer.alloc(1_000, 0x41)));
    await open().put(many, source, noDeadline);
    expect(await lines()).toHaveLength(2_000);
  });

  it("that cannot be kept are told to the caller, whose records are then retried", async () => {
    await expect(openBroken().put([letter("7", Buffer.from("x"))], source, noDeadline)).rejects.toThrow();
  });
});
