/** An explanation as text for a terminal. */
import { isoTime } from "../iso-time.ts";
import { printable } from "../printable.ts";
import type { ExplainedEvent, Explanation, LeftItem } from "./explanation.ts";
import type { StandingEvent } from "./what-stands.ts";

const forms = {
  kpl: "a KPL aggregate",
  gzip: "gzip",
  json: "JSON",
  unframed: "not one event a line",
  protobuf: "protobuf",
} as const;

/** Ends with a line break. */
export function showExplanation({ position, found, came, status, events, leaves }: Explanation): string {
  const form = came.forms.length === 0 ? "of no known form" : came.forms.map((name) => forms[name]).join(", ");
  const count = came.events === 1 ? "1 event" : `${came.events} events`;
  return [
    `Record ${position}: ${status}`,
    ...(found === undefined ? [] : [`  Found     ${printable(found)}`]),
    `  Came      ${came.bytes} bytes, ${form}, ${count}`,
    ...events.flatMap((event) => eventLines(event, came.events)),
    ...(leaves.length === 0 ? [] : ["", "  Leaves", ...leaves.flatMap(itemLines)]),
    "",
    "",
  ].join("\n");
}

/** Of the event of that uid, as `showExplanation`. */
export function showStanding(uid: string, { found, lake, receivedAt, history, state, row }: StandingEvent): string {
  return [
    `Event ${printable(uid)}: ${found}`,
    `  Lake      ${printable(lake)}, arrived ${isoTime(receivedAt)}`,
    `  History   ${history}`,
    ...state.map((says) => `  State     ${printable(says)}`),
    ...section("Row", row),
    "",
    "",
  ].join("\n");
}

function eventLines({ number, bytes, status, envelope, steps, row, rejection }: ExplainedEvent, of: number): string[] {
  return [
    "",
    `  Event ${number} of ${of}: ${status}, ${bytes} bytes`,
    ...(envelope === undefined ? [] : section("Envelope", envelope)),
    "    Steps",
    ...steps.map(({ step, ok, says }) => `      ${ok ? "ok    " : "FAILED"} ${step.padEnd(9)} ${printable(says)}`),
    ...(rejection === undefined
      ? []
      : [
          `    Rejected  ${rejection.code} (${rejection.stage}): ${printable(rejection.message)}`,
          ...(rejection.field === undefined ? [] : [`    Field     ${printable(rejection.field)}`]),
          `    Fix       ${rejection.fix}`,
        ]),
    ...(row === undefined ? [] : section("Row", row)),
  ];
}

function itemLines({ table, outcome, key, says, row }: LeftItem): string[] {
  const named = Object.entries(key).map(([name, value]) => `${name} ${value ?? "(none)"}`);
  return [
    `    ${table.padEnd(9)} ${outcome}: ${printable(named.join(" · "))}`,
    ...(says === undefined ? [] : [`              ${printable(says)}`]),
    ...(row === undefined ? [] : fieldLines(row, "              ")),
  ];
}

function section(title: string, fields: Readonly<Record<string, unknown>>): string[] {
  return [`    ${title}`, ...fieldLines(fields, "      ")];
}

const NAME_WIDTH = 18;
/** The lake's payload can have a megabyte; `--json` has it whole. */
const LONGEST_VALUE = 300;

function fieldLines(fields: Readonly<Record<string, unknown>>, indent: string): string[] {
  return Object.entries(fields).map(([name, value]) => {
    const text = printable(typeof value === "string" ? value : JSON.stringify(value));
    const shown = text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)} … (${text.length} characters)` : text;
    return `${indent}${name.padEnd(NAME_WIDTH)} ${shown}`;
  });
}
