/** Which letters a command is about. */
import { type Command, Option } from "commander";
import { listed } from "../listed.ts";
import { parseMoment } from "../moment.ts";
import type { GivenUp, GivenUpPlace } from "../stage/given-up.ts";
import { UserError } from "../user-error.ts";

export interface SelectionOptions {
  readonly code?: readonly string[];
  readonly tenant?: readonly string[];
  readonly type?: readonly string[];
  readonly place?: readonly string[];
  readonly from?: string;
  readonly to?: string;
}

export interface Selection {
  readonly places: readonly GivenUpPlace[];
  readonly fromMs: number;
  has(letter: GivenUp): boolean;
}

export function selectionOptions(command: Command): Command {
  return command
    .option("--code <codes>", "of these codes, such as malformed-json,retries-exhausted", listed)
    .option("--tenant <ids>", "of these tenants; - is of none that could be read", listed)
    .option("--type <types>", "of these event types; - is of none that could be read", listed)
    .addOption(
      new Option(
        "--place <places>",
        "kept there: dead-letters; on AWS also given-up, processing-failed, format-conversion-failed; on Google Cloud unseen",
      ).argParser(listed),
    )
    .option("--from <time>", "received since: yyyy-MM-dd or yyyy-MM-ddThh:mm, in UTC or with an offset")
    .option("--to <time>", "received before");
}

/** A UserError for a time that is none, and for a place the stage does not have. */
export function selectionOf(options: SelectionOptions, all: readonly GivenUpPlace[]): Selection {
  const { code, tenant, type, place, from, to } = options;
  const fromMs = from === undefined ? 0 : parseMoment("--from", from, "UTC");
  const toMs = to === undefined ? Number.POSITIVE_INFINITY : parseMoment("--to", to, "UTC");
  if (fromMs >= toMs) throw new UserError("--from is not before --to: the period has no time in it.");
  const unknown = place?.find((name) => all.every((known) => known.name !== name));
  if (unknown !== undefined)
    throw new UserError(
      `--place has one that this stage does not have; it has ${all.map(({ name }) => name).join(", ")}.`,
    );
  const among = (wanted: readonly string[] | undefined, value: string | undefined) =>
    wanted === undefined || wanted.includes(value ?? "-");
  return {
    places: all.filter(({ name }) => among(place, name)),
    fromMs,
    has: (letter) =>
      among(code, letter.code) &&
      among(tenant, letter.tenant) &&
      among(type, letter.eventType) &&
      letter.receivedAtMs >= fromMs &&
      letter.receivedAtMs < toMs,
  };
}
