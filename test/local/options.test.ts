import { CommanderError } from "commander";
import { afterEach, describe, expect, it, vi } from "vitest";
import { parseOptions } from "../../local/options.ts";

describe("The options of the local run", () => {
  afterEach(() => vi.restoreAllMocks());

  it("are 10,000 mixed events of seed 1 when none is given", () => {
    expect(parseOptions([])).toMatchObject({ events: 10_000, encoding: "mixed", seed: 1, faults: false, keep: false });
    expect(parseOptions([])).not.toHaveProperty("rate");
  });

  it("are what was given", () => {
    const argv = "--events 5 --rate 2 --input f --encoding json --seed 9 --faults --keep --json --kinesis-port 4567";
    expect(parseOptions(argv.split(" "))).toMatchObject({
      events: 5,
      rate: 2,
      input: "f",
      encoding: "json",
      seed: 9,
      faults: true,
      keep: true,
      json: true,
      kinesisPort: 4_567,
    });
  });

  it.each([
    ["--events -3", "--events"],
    ["--events 0", "--events"],
    ["--events 1.5", "--events"],
    ["--events 1e3", "--events"],
    ["--events", "--events"],
    ["--rate fast", "--rate"],
    ["--seed -1", "--seed"],
    ["--encoding xml", "json, protobuf, mixed"],
    ["--s3-port 70000", "--s3-port"],
    ["--unknown", "--unknown"],
    ["stray", "too many arguments"],
  ])("refuse %s in a sentence that names what is wrong", (argv, named) => {
    const said: string[] = [];
    vi.spyOn(process.stderr, "write").mockImplementation((text) => said.push(String(text)) > 0);
    expect(() => parseOptions(argv.split(" "))).toThrow(CommanderError);
    expect(said.join("")).toContain(named);
  });
});
