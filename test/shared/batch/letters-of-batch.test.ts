import { describe, expect, it } from "vitest";
import { noDeadline } from "../../../shared/batch/deadline.ts";
import { lettersOfBatch } from "../../../shared/batch/letters-of-batch.ts";
import type { Letter } from "../../../shared/ports.ts";

const source = { name: "hub/0", range: ["0_1", "0_9"] } as const;
const letter = (position: string, part?: number): Letter => ({
  position,
  ...(part !== undefined && { part }),
  payload: Buffer.from("x"),
  stage: "decode",
  code: "malformed-json",
  message: "",
  receivedAtMs: 0,
});

describe("the letters of a batch", () => {
  it("that are put later do not take the place of those put before, and one that comes again is one", async () => {
    let object: readonly Letter[] = [];
    const letters = lettersOfBatch({
      async put(all) {
        object = all;
      },
    });
    await letters.put([letter("0_1"), letter("0_2", 0)], source, noDeadline);
    await letters.put([letter("0_2", 0), letter("0_2", 1)], source, noDeadline);
    expect(object.map(({ position, part }) => [position, part])).toEqual([
      ["0_1", undefined],
      ["0_2", 0],
      ["0_2", 1],
    ]);
  });

  it("that could not be kept are not taken for kept", async () => {
    let [object, broken]: [readonly Letter[], boolean] = [[], true];
    const letters = lettersOfBatch({
      async put(all) {
        if (broken) throw new Error("no container");
        object = all;
      },
    });
    await expect(letters.put([letter("0_1")], source, noDeadline)).rejects.toThrow();
    broken = false;
    await letters.put([letter("0_2")], source, noDeadline);
    expect(object.map(({ position }) => position)).toEqual(["0_2"]);
  });
});
