/** `npm run bench`: what the speed claims rest on. Ratios, all measured in this one run; `--json` prints one line. */
import Table from "cli-table3";
import { historyItem } from "../functions/dynamodb/history.ts";
import { itemBytes } from "../functions/dynamodb/item.ts";
import { foldState } from "../shared/state/fold.ts";
import { coldStartRatio } from "./cold-start.ts";
import { batchOf, core, parseAll, processAll, rowsOf } from "./core.ts";
import { corpus } from "./corpus.ts";
import { compare, retainedBytes } from "./measure.ts";

const WRITE_UNIT_BYTES = 1_024;
const TTL_SECONDS = 30 * 86_400;

const asJson = process.argv.includes("--json");
const say = (text: string) => process.stderr.write(`${text}\n`);

say("making the corpus ...");
const { json, protobuf } = corpus();
const events = json.length;

// Kept from batch to batch, as a function's is from invocation to invocation: pseudonyms and places are remembered.
const warm = core(false);
const warmWithPayload = core(true);

say(`JSON and protobuf to rows, ${events} events ...`);
const jsonSpeed = await compare(
  () => parseAll(json),
  () => rowsOf(json, warm),
);
const protobufSpeed = await compare(
  () => parseAll(json),
  () => rowsOf(protobuf, warm),
);
const withPayload = await compare(
  () => parseAll(json),
  () => rowsOf(json, warmWithPayload),
);

say("heap ...");
const floorBytes = retainedBytes(() => parseAll(json));
const jsonHeap = retainedBytes(() => rowsOf(json, warm)) / floorBytes;
const protobufHeap = retainedBytes(() => rowsOf(protobuf, warm)) / floorBytes;

say("a whole batch of 6 MB ...");
const batch = batchOf(json);
const batchSpeed = await compare(
  () => parseAll(batch),
  () => processAll(batch, warm),
);

say("writes ...");
const rows = rowsOf(json, warm);
const sizes = rows.map((row) => itemBytes(historyItem(row, TTL_SECONDS)));
const unitsPerEvent = sizes.reduce((units, bytes) => units + Math.ceil(bytes / WRITE_UNIT_BYTES), 0) / events;
const batchRows = rows.slice(0, batch.length);
const writesPerEvent = foldState(batchRows, Date.now()).length / batchRows.length;

say("cold start ...");
const coldStart = coldStartRatio();

const round = (value: number) => Math.round(value * 1_000) / 1_000;
const result = {
  json: { ratio: round(jsonSpeed.ratio), heapRatio: round(jsonHeap) },
  protobuf: { ratio: round(protobufSpeed.ratio), heapRatio: round(protobufHeap) },
  batch6mb: { ratio: round(batchSpeed.ratio) },
  history: { unitsPerEvent: round(unitsPerEvent) },
  state: { writesPerEvent: round(writesPerEvent) },
  coldStart: { ratio: round(coldStart) },
};

if (asJson) process.stdout.write(`${JSON.stringify(result)}\n`);
else {
  const percent = (value: number) => `${Math.round(value * 100)} %`;
  const microseconds = (ms: number) => `${((ms * 1_000) / events).toFixed(1)} µs`;
  const table = new Table({ head: ["what", "figure", "first mark"] });
  table.push(
    ["floor: base64 + JSON.parse, per event", microseconds(jsonSpeed.floorMs), ""],
    ["JSON → row, speed to the floor", percent(jsonSpeed.ratio), "≥ 85 %"],
    ["JSON → row with payload (lake), speed to the floor", percent(withPayload.ratio), ""],
    ["protobuf → row, speed to the JSON floor", percent(protobufSpeed.ratio), "≥ 85 %"],
    ["heap per row from JSON, to the floor's", percent(jsonHeap), "≤ 150 %"],
    ["heap per row from protobuf, to the floor's", percent(protobufHeap), "≤ 150 %"],
    [`6 MB batch of ${batch.length} events, speed to the floor`, percent(batchSpeed.ratio), ""],
    ["history write units per event", unitsPerEvent.toFixed(3), "1"],
    ["largest history item", `${Math.max(...sizes)} B`, "< 1024 B"],
    [`state writes per event (batch of ${batchRows.length})`, writesPerEvent.toFixed(3), ""],
    ["cold start, to a bare handler's", `${coldStart.toFixed(2)} ×`, "≤ 1.6 ×"],
  );
  process.stdout.write(`${table.toString()}\n`);
}
