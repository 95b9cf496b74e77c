/** The bench's figures, for a machine in one line, for people in one table. */
import Table from "cli-table3";

/** The shape of `--json`; ratios are to the floor measured in the same run. */
export interface Figures {
  readonly json: Speed & { readonly heapRatio: number };
  readonly protobuf: Speed & { readonly heapRatio: number };
  readonly batch6mb: Speed;
  readonly endToEnd: { readonly eventsPerSecondPerCore: number };
  readonly history: { readonly unitsPerEvent: number };
  readonly state: { readonly unitsPerWrite: number; readonly writesPerEvent: number };
  /** At 1,000 events/s of JSON, the tables on demand or provisioned and used by 70 %. */
  readonly cost: {
    readonly usdPerMillion: { readonly onDemand: number; readonly provisioned: number; readonly naive: number };
  };
  readonly coldStart: { readonly ratio: number };
}

interface Speed {
  readonly ratio: number;
  /** With the lake's payload, as a function with a lake makes it. */
  readonly ratioWithPayload: number;
}

/** What explains the figures. */
export interface Facts {
  readonly floorMicroseconds: number;
  readonly batchEvents: number;
  readonly largestItemBytes: number;
  readonly calls: Readonly<Record<string, number>>;
  readonly startMs: { readonly bareMs: number; readonly bundleMs: number };
}

const DIGITS = 3;

export function jsonOf(figures: Figures): string {
  return JSON.stringify(figures, (_, value: unknown) =>
    typeof value === "number" ? Number(value.toFixed(DIGITS)) : value,
  );
}

export function tableOf(figures: Figures, facts: Facts): string {
  const { json, protobuf, batch6mb, endToEnd, history, state, cost, coldStart } = figures;
  const speed = (what: string, of: Speed, marks: readonly [string, string]) => [
    [`  ${what}, with payload (lake)`, times(of.ratioWithPayload), marks[0]],
    [`  ${what}, without`, times(of.ratio), marks[1]],
  ];
  const table = new Table({
    head: ["what", "figure", "mark"],
    colAligns: ["left", "right", "right"],
    style: { compact: true, head: [], border: [] },
  });
  table.push(
    ["speed, to the floor's", "", ""],
    ...speed("JSON → row", json, ["≥ 0.55", "≥ 0.90"]),
    ...speed("protobuf → row", protobuf, ["", "≥ 1.08"]),
    ...speed("6 MB batch", batch6mb, ["≥ 0.38", ""]),
    ["the deployed bundle", "", ""],
    ["  events per second of CPU, end to end", endToEnd.eventsPerSecondPerCore.toFixed(0), "≥ 3000"],
    ["  cold start, to a bare handler's", times(coldStart.ratio), "≤ 1.30"],
    ["memory and writes", "", ""],
    ["  heap per row from JSON, to the floor's", times(json.heapRatio), "≤ 0.41"],
    ["  heap per row from protobuf, to the floor's", times(protobuf.heapRatio), "≤ 0.71"],
    ["  history write units per event", history.unitsPerEvent.toFixed(DIGITS), "≤ 1.05"],
    ["  state write units per write, index included", state.unitsPerWrite.toFixed(DIGITS), "≤ 1.25"],
    ["  state writes per event", state.writesPerEvent.toFixed(DIGITS), ""],
    ["USD per million events", "", ""],
    ["  on demand", cost.usdPerMillion.onDemand.toFixed(2), "≤ 2.20"],
    ["  tables provisioned, used by 70 %", cost.usdPerMillion.provisioned.toFixed(2), "≤ 1.40"],
    ["  the naive design, on demand", cost.usdPerMillion.naive.toFixed(2), ""],
  );
  return `${table.toString()}\n${explained(facts)}`;
}

function explained({ floorMicroseconds, batchEvents, largestItemBytes, calls, startMs }: Facts): string {
  const counts = Object.entries(calls).map(([operation, count]) => `${count} ${operation}`);
  return [
    `The floor is base64 decode and JSON.parse of an event: ${floorMicroseconds.toFixed(1)} µs. A figure of 0.5 × takes twice the floor's time.`,
    `The batch has ${batchEvents} events; end to end it is ${counts.join(", ")}.`,
    `A process that loads the bundle takes ${startMs.bundleMs.toFixed(0)} ms, one with a bare handler ${startMs.bareMs.toFixed(0)} ms.`,
    `The largest history item has ${largestItemBytes} B.`,
    "",
  ].join("\n");
}

const times = (value: number) => `${value.toFixed(2)} ×`;
