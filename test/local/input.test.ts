import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UserError } from "../../cli/user-error.ts";
import { openInput } from "../../local/input.ts";
import { nodeCodec } from "../../runtime/node-codec.ts";
import { decoder } from "../../shared/decode/decode.ts";

const event = '{"recordUid":"a","recordTimestamp":1,"eventType":"KEEP_ALIVE"}';

describe("An input file", () => {
  let directory: string;
  let path: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "input-"));
    path = join(directory, "input");
  });
  afterEach(() => rm(directory, { recursive: true }));

  async function recordsIn(content: string | Uint8Array) {
    await writeFile(path, content);
    const records: { bytes: string; events: number }[] = [];
    for await (const { bytes, events } of (await openInput(path)).records)
      records.push({ bytes: Buffer.from(bytes).toString("latin1"), events });
    return records;
  }

  it("is one record per line that is not blank", async () => {
    expect(await recordsIn(`${event}\r\n\n  \n${event}`)).toEqual([
      { bytes: event, events: 1 },
      { bytes: event, events: 1 },
    ]);
  });

  it("keeps a line that is no UTF-8 byte by byte", async () => {
    const line = Buffer.from([0x7b, 0xff, 0xfe, 0x7d]);
    expect(await recordsIn(line)).toEqual([{ bytes: line.toString("latin1"), events: 1 }]);
  });

  it("is read as base64 when its lines are, and says how many events each record holds", async () => {
    const zipped = gzipSync(`${event}\n${event}\n${event}\n`);
    const content = `${Buffer.from(event).toString("base64")}\n${zipped.toString("base64")}\n`;
    expect(await recordsIn(content)).toEqual([
      { bytes: event, events: 1 },
      { bytes: zipped.toString("latin1"), events: 3 },
    ]);
  });

  it("that is a gzip file is unpacked", async () => {
    const lines = Array.from({ length: 3_000 }, () => `${event}\n`).join("");
    expect(await recordsIn(gzipSync(lines))).toHaveLength(3_000);
    expect((await recordsIn(gzipSync(lines)))[2_999]).toEqual({ bytes: event, events: 1 });
  });

  it.each([
    ["cut off", gzipSync(`${event}\n`.repeat(30_000)).subarray(0, -20)],
    ["damaged", Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff])],
  ])("that is a gzip file %s is a mistake told in one sentence", async (_, content) => {
    const reading = recordsIn(content);
    await expect(reading).rejects.toThrow(UserError);
    await expect(reading).rejects.toThrow("cannot be unpacked");
  });

  it.each([
    [`${event}${event}`],
    [`${event}  ${event}`],
    ['{"recordUid":"}{","recordTimestamp":1,"eventType":"KEEP_ALIVE"}'],
    [Buffer.from(`${event}\n${event}`).toString("base64")],
  ])("has as many events in the line %s as the function will find there", async (line) => {
    const decode = decoder({ codec: nodeCodec, encoding: "auto", maxRecordBytes: 1_000_000 });
    const [record] = await recordsIn(`${line}\n`);
    expect(record?.events).toBe(decode(Buffer.from(record?.bytes ?? "", "latin1")).length);
  });

  it("counts a line nobody can decode as one event", async () => {
    expect(await recordsIn("garbage, truncated {\n")).toMatchObject([{ events: 1 }]);
  });

  it.each([
    ["does not exist", async () => {}],
    ["holds no record", () => writeFile(path, " \n\n")],
  ])("that %s is a mistake told in one sentence", async (reason, prepare) => {
    await prepare();
    const opening = openInput(path);
    await expect(opening).rejects.toThrow(UserError);
    await expect(opening).rejects.toThrow(reason);
  });

  it("that is a folder is a mistake told in one sentence", async () => {
    await expect(openInput(directory)).rejects.toThrow("is a folder");
  });

  it("may not hold a record that no invocation could take", async () => {
    await expect(recordsIn(`${event}\n${"x".repeat(5 * 1024 * 1024)}`)).rejects.toThrow(/^Record 2 .* more than 4 MiB/);
  });
});
