/** A pipe's lines as records: as a file's, without being read twice. Files are tried with the local run's `--input`. */
import { PassThrough, Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { openRecords } from "../../cli/record-file.ts";

const bytes = Buffer.from([0x0a, 0x00, 0xff, 0x12, 0x34, 0x56]);
const json = '{"recordUid":"a"}';

/** In chunks of a few bytes, as a pipe may give them. */
function piped(content: string | Buffer, chunkBytes = 7): Readable {
  const all = Buffer.from(content);
  const chunks = Array.from({ length: Math.ceil(all.length / chunkBytes) }, (_, index) =>
    all.subarray(index * chunkBytes, (index + 1) * chunkBytes),
  );
  return Readable.from(chunks, { objectMode: true });
}

async function recordsOf(input: Readable): Promise<readonly string[]> {
  const records: string[] = [];
  for await (const record of await openRecords(input, "Standard input"))
    records.push(Buffer.from(record).toString("latin1"));
  return records;
}

describe("Records of a pipe", () => {
  it("are bytes where every line of the beginning is base64", async () => {
    const line = bytes.toString("base64");
    expect(await recordsOf(piped(`${line}\n${line}\n`))).toEqual([bytes.toString("latin1"), bytes.toString("latin1")]);
  });

  it("are lines where they are JSON, after blank ones, too", async () => {
    expect(await recordsOf(piped(`\n \n${json}\n${json}`))).toEqual([json, json]);
  });

  it("are unpacked", async () => {
    expect(await recordsOf(piped(gzipSync(`${json}\n${json}\n`), 1))).toEqual([json, json]);
  });

  it("come as they are written, and wait for no more than a line", async () => {
    const input = new PassThrough();
    input.write(`${json}\n`);
    const records = (await openRecords(input, "Standard input"))[Symbol.asyncIterator]();
    expect(Buffer.from((await records.next()).value).toString()).toBe(json);
    input.end(`${json}\n`);
    expect((await records.next()).done).toBe(false);
    expect((await records.next()).done).toBe(true);
  });

  it.each(["", " \n\n"])("that are none, as of %j, are refused with a sentence", async (content) => {
    await expect(openRecords(piped(content), "Standard input")).rejects.toThrow(
      "Standard input holds no record; give one event per line.",
    );
  });

  it("that cannot be read are refused with a sentence", async () => {
    const input = new Readable({
      read() {
        this.destroy(Object.assign(new Error("it is one"), { code: "EISDIR" }));
      },
    });
    await expect(openRecords(input, "Standard input")).rejects.toThrow("Standard input is a folder");
  });
});
