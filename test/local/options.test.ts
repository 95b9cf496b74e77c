import { CommanderError } from "commander";
import { afterEach, describe, expect, it, vi } from "vitest";
import { parseOptions } from "../../local/options.ts";

describe("The options of the local run", () => {
  afterEach(() => vi.restoreAllMocks());

  it("are mixed events of seed 1 in AWS when none is given", () => {
    expect(parseOptions([])).toMatchObject({
      cloud: "aws",
      unused: [],
      strict: false,
      encoding: "mixed",
      seed: 1,
      faults: false,
      keep: false,
    });
    expect(parseOptions([])).not.toHaveProperty("rate");
    expect(parseOptions([])).not.toHaveProperty("events");
  });

  it("are what was given", () => {
    const argv =
      "--events 5 --rate 2 --input f --encoding json --seed 9 --faults --keep --json --strict --kinesis-port 4567";
    expect(parseOptions(argv.split(" "))).toMatchObject({
      events: 5,
      rate: 2,
      input: "f",
      encoding: "json",
      seed: 9,
      faults: true,
      keep: true,
      json: true,
      strict: true,
      ports: { kinesis: 4_567, dynamodb: 0, s3: 0 },
    });
  });

  it.each([
    ["--input f --seed 3 --encoding json", ["--encoding", "--seed"]],
    ["--input f --seed 3 --faults", []],
    ["--seed 3 --encoding json", []],
  ])("name those of %s that change nothing", (argv, unused) => {
    expect(parseOptions(argv.split(" ")).unused).toEqual(unused);
  });

  it.each([
    ["--cloud venus", "Allowed choices are aws"],
    ["--events -3", "--events"],
    ["--events 0", "--events"],
    ["--events 1.5", "--events"],
    ["--events 1e3", "--events"],
    ["--events", "--events"],
    ["--rate fast", "--rate"],
    ["--seed -1", "--seed"],
    ["--encoding xml", "json, protobuf, mixed"],
    ["--s3-port 70000", "--s3-port"],
    ["--cloud azure --dynamodb-port 5", "--dynamodb-port is no port of --cloud azure; its are --eventhubs-port"],
    ["--unknown", "--unknown"],
    ["stray", "too many arguments"],
  ])("refuse %s in a sentence that names what is wrong", (argv, named) => {
    const said: string[] = [];
    vi.spyOn(process.stderr, "write").mockImplementation((text) => said.push(String(text)) > 0);
    expect(() => parseOptions(argv.split(" "))).toThrow(CommanderError);
    expect(said.join("")).toContain(named);
  });
});
