/** The embedded Cloud Storage, asked with the real client. */
import { type Bucket, Storage } from "@google-cloud/storage";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CloudStorage, startCloudStorage } from "../../../local/gcp/storage/server.ts";

let storage: CloudStorage;
let bucket: Bucket;

beforeAll(async () => {
  storage = await startCloudStorage();
  const client = new Storage({ apiEndpoint: storage.endpoint, projectId: "local", retryOptions: { autoRetry: false } });
  [bucket] = await client.createBucket("letters");
});
afterAll(() => storage.close());

const contents = async (name: string) => (await bucket.file(name).download())[0];
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: { code?: number; status?: number }) => Number(error.code ?? error.status),
  );

describe("the embedded Cloud Storage", () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));

  it.each([
    ["in one request", { resumable: false }],
    ["in a session", { resumable: true }],
    ["in a session, piece by piece", { resumable: true, chunkSize: 256 * 1024 }],
  ])("gives back what was uploaded %s, byte for byte", async (name, options) => {
    const large = Buffer.concat(Array.from({ length: 4_000 }, () => bytes));
    await bucket.file(`a/${name}.bin`).save(large, { ...options, contentType: "application/x-test" });
    expect((await contents(`a/${name}.bin`)).equals(large)).toBe(true);
    const [metadata] = await bucket.file(`a/${name}.bin`).getMetadata();
    expect(metadata).toMatchObject({ size: String(large.length), contentType: "application/x-test" });
  });

  it("lists by prefix, over more than one page, and in the order of the names", async () => {
    for (const name of ["p/2", "p/1", "p/ü", "q/1"]) await bucket.file(name).save("x", { resumable: false });
    const [files, next] = await bucket.getFiles({ prefix: "p/", maxResults: 2, autoPaginate: false });
    expect(files.map(({ name }) => name)).toEqual(["p/1", "p/2"]);
    const [rest] = await bucket.getFiles({ ...next, autoPaginate: false });
    expect(rest.map(({ name }) => name)).toEqual(["p/ü"]);
  });

  it("writes and deletes on the condition of a generation", async () => {
    const file = bucket.file("once");
    const save = (text: string, ifGenerationMatch: number) =>
      file.save(text, { resumable: false, preconditionOpts: { ifGenerationMatch } });
    await save("first", 0);
    expect(await codeOf(save("second", 0))).toBe(412);
    const [{ generation }] = await file.getMetadata();
    await save("second", Number(generation));
    expect((await contents("once")).toString()).toBe("second");
    expect(await codeOf(file.delete({ ifGenerationMatch: Number(generation) }))).toBe(412);
    await file.delete();
    expect(await file.exists()).toEqual([false]);
  });

  it("says that there is no such object, no such bucket", async () => {
    expect(await codeOf(bucket.file("nothing").download())).toBe(404);
    const elsewhere = bucket.storage.bucket("nowhere");
    expect(await codeOf(elsewhere.file("x").save("x", { resumable: false }))).toBe(404);
  });

  it("refuses for as long as it is told to", async () => {
    storage.refuse(true);
    expect(await codeOf(bucket.file("refused").save("x", { resumable: false }))).toBe(503);
    storage.refuse(false);
    await bucket.file("refused").save("x", { resumable: false });
  });
});
