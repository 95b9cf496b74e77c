/** What an object of dead letters is called, and how long a put may take. */
import { describe, expect, it } from "vitest";
import { cloudStorageDeadLetter } from "../../gcp/cloud-storage-dead-letter.ts";
import { objectPut } from "../../gcp/object-put.ts";
import { deadlineOf, noDeadline } from "../../shared/batch/deadline.ts";
import type { Letter } from "../../shared/ports.ts";

const letter = (position: string, part?: number): Letter => ({
  position,
  ...(part !== undefined && { part }),
  payload: Buffer.from("x"),
  stage: "decode",
  code: "malformed-json",
  message: "the text does not parse as JSON",
  receivedAtMs: 0,
});
const source = { name: "spaces", range: ["1", "9"] } as const;

async function nameOf(letters: readonly Letter[]): Promise<string> {
  const names: string[] = [];
  const put = async (name: string) => void names.push(name);
  await cloudStorageDeadLetter({ put, pipeline: "test/1" }).put(letters, source, noDeadline);
  return names.join();
}

describe("an object of dead letters", () => {
  it("is named after its own letters: a later batch that begins and ends alike overwrites nothing", async () => {
    const name = await nameOf([letter("1"), letter("5"), letter("9")]);
    expect(name).toMatch(/^dead-letters\/spaces\/1-9-[0-9a-f]{16}\.ndjson$/);
    expect(await nameOf([letter("1"), letter("5"), letter("9")])).toBe(name);
    expect(await nameOf([letter("1"), letter("6"), letter("9")])).not.toBe(name);
    expect(await nameOf([letter("1", 0)])).not.toBe(await nameOf([letter("1", 1)]));
  });

  it("that is not put in time is told to the caller", async () => {
    const hanging = { file: () => ({ save: () => new Promise(() => {}) }) };
    const put = objectPut(async () => hanging as never);
    const soon = deadlineOf(() => 20, 0);
    await expect(put("x", Buffer.from("x"), "text/plain", soon)).rejects.toMatchObject({ name: "TimeoutError" });
    await expect(
      put(
        "x",
        Buffer.from("x"),
        "text/plain",
        deadlineOf(() => 0, 0),
      ),
    ).rejects.toThrow();
  });
});
