/** `npm run bench`: what the speed claims rest on, all measured in this one run; `-- --json` prints one line. */
import { type CostInput, defaultInput, millionsOf, monthlyBill, totalOf } from "../cli/cost-model.ts";
import { historyItem } from "../functions/dynamodb/history.ts";
import { itemBytes } from "../functions/dynamodb/item-bytes.ts";
import { coldStart } from "./cold-start.ts";
import { batchOf, core, parseAll, processAll, rowsOf } from "./core.ts";
import { corpus } from "./corpus.ts";
import { endToEnd } from "./end-to-end.ts";
import { compare, retainedBytes } from "./measure.ts";
import { jsonOf, tableOf } from "./report.ts";
import { simulatedRows } from "./simulated-rows.ts";
import { tableWrites } from "./table-writes.ts";

const TTL_SECONDS = 30 * 86_400;

const say = (text: string) => process.stderr.write(`${text}\n`);

say("making the corpus ...");
const { json, protobuf } = corpus();
const batch = batchOf(json);
const floor = () => parseAll(json);
const batchFloor = () => parseAll(batch);

// Kept from batch to batch, as a function's is from invocation to invocation: pseudonyms and places are remembered.
const bare = core(false);
const full = core(true);

say(`a whole batch of 6 MB, ${batch.length} events ...`);
const batchSpeed = await compare(batchFloor, () => processAll(batch, bare));
const batchWithPayload = await compare(batchFloor, () => processAll(batch, full));

say(`JSON and protobuf to rows, ${json.length} events ...`);
const jsonSpeed = await compare(floor, () => rowsOf(json, bare));
const jsonWithPayload = await compare(floor, () => rowsOf(json, full));
const protobufSpeed = await compare(floor, () => rowsOf(protobuf, bare));
const protobufWithPayload = await compare(floor, () => rowsOf(protobuf, full));

say("heap ...");
const floorBytes = retainedBytes(floor);
const jsonHeap = retainedBytes(() => rowsOf(json, bare)) / floorBytes;
const protobufHeap = retainedBytes(() => rowsOf(protobuf, bare)) / floorBytes;

say("writes ...");
const rows = rowsOf(json, bare);
const itemSizes = rows.map((row) => itemBytes(historyItem(row, TTL_SECONDS)));
// A slot of the index by place and a minute before it: what a place costs when everyone in it is known.
const writes = await tableWrites(simulatedRows({ eventsPerSecond: 100, seconds: 360 }), {
  shards: 4,
  windowSeconds: 5,
  warmUpSeconds: 60,
});

/** At 1,000 events/s of JSON, with the units just measured. */
function usdPerMillion(capacity: CostInput["capacity"]) {
  const input = { ...defaultInput, eventsPerSecond: 1_000, capacity };
  const { usd, naiveUsd } = totalOf(
    monthlyBill(input, {
      historyUnitsPerEvent: writes.history.unitsPerEvent,
      stateWritesPerEvent: writes.state.writesPerEvent,
      stateUnitsPerWrite: writes.state.unitsPerWrite,
    }),
  );
  return { usd: usd / millionsOf(input), naive: naiveUsd / millionsOf(input) };
}
const onDemand = usdPerMillion("onDemand");

say("end to end ...");
const wholeFunction = await endToEnd(batch);

say("cold start ...");
const start = coldStart();

const figures = {
  json: { ratio: jsonSpeed.ratio, ratioWithPayload: jsonWithPayload.ratio, heapRatio: jsonHeap },
  protobuf: { ratio: protobufSpeed.ratio, ratioWithPayload: protobufWithPayload.ratio, heapRatio: protobufHeap },
  batch6mb: { ratio: batchSpeed.ratio, ratioWithPayload: batchWithPayload.ratio },
  endToEnd: { eventsPerSecondPerCore: wholeFunction.eventsPerSecondPerCore },
  history: writes.history,
  state: { unitsPerWrite: writes.state.unitsPerWrite, writesPerEvent: writes.state.writesPerEvent },
  cost: {
    usdPerMillion: { onDemand: onDemand.usd, provisioned: usdPerMillion("provisioned").usd, naive: onDemand.naive },
  },
  coldStart: { ratio: start.ratio },
};

if (process.argv.includes("--json")) process.stdout.write(`${jsonOf(figures)}\n`);
else {
  const facts = {
    floorMicroseconds: (jsonSpeed.floorMs * 1_000) / json.length,
    batchEvents: batch.length,
    largestItemBytes: Math.max(...itemSizes),
    calls: wholeFunction.calls,
    startMs: start,
  };
  process.stdout.write(tableOf(figures, facts));
}
