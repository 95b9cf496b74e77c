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
  it("are put once each, however often they come", async () => {
    const puts: (readonly Letter[])[] = [];
    const letters = lettersOfBatch({
      async put(some) {
        puts.push(some);
      },
    });
    await letters.put([letter("0_1"), letter("0_2", 0)], source, noDeadline);
    await letters.put([letter("0_2", 0), letter("0_2", 1)], source, noDeadline);
    await letters.put([letter("0_1")], source, noDeadline);
    expect(puts.map((put) => put.map(({ position, part }) => [position, part]))).toEqual([
      [
        ["0_1", undefined],
        ["0_2", 0],
      ],
      [["0_2", 1]],
    ]);
  });

  it("that could not be kept are not taken for kept", async () => {
    let [put, broken]: [readonly Letter[], boolean] = [[], true];
    const letters = lettersOfBatch({
      async put(some) {
        if (broken) throw new Error("no container");
        put = some;
      },
    });
    await expect(letters.put([letter("0_1")], source, noDeadline)).rejects.toThrow();
    broken = false;
    await letters.put([letter("0_1")], source, noDeadline);
    expect(put.map(({ position }) => position)).toEqual(["0_1"]);
  });
});
