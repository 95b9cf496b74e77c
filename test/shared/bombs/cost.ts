/** A child process: decodes the bombs it is given the names of, `--each` or `--four` of one, and prints what that cost. */

import { nodeCodec } from "../../../runtime/node-codec.ts";
import { decoder } from "../../../shared/decode/decode.ts";
import { bombs } from "./bombs.ts";

const MIB = 1_048_576;
const MAX_RECORD_BYTES = MIB;

export interface Cost {
  /** Per MiB of the record; the best of three, since others use this machine. */
  readonly cpuMs: number;
  /** What stays, expanded bytes included, per MiB of the record. */
  readonly heapMiB: number;
  readonly parts: number;
  readonly code: string;
}

function occupied(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function costOf(name: string): Cost {
  const record = bombs[name]?.() ?? new Uint8Array(0);
  const perMiB = MIB / Math.max(record.length, MIB / 16);
  let best: Cost | undefined;
  for (let run = 0; run < 3; run++) {
    const decode = decoder({ codec: nodeCodec, encoding: "auto", maxRecordBytes: MAX_RECORD_BYTES });
    const before = occupied();
    const start = process.cpuUsage();
    const parts = decode(record);
    const { user, system } = process.cpuUsage(start);
    const result = parts[0]?.result;
    const cost = {
      cpuMs: ((user + system) / 1_000) * perMiB,
      heapMiB: ((occupied() - before) / MIB) * perMiB,
      parts: parts.length,
      code: result === undefined || result.ok ? "event" : result.error.code,
    };
    if (best === undefined || cost.cpuMs < best.cpuMs) best = cost;
  }
  if (best === undefined) throw new Error("not run");
  return best;
}

/** The peak of this process's memory, in MiB, with four of the bomb in one batch, all kept. */
function peakOfFour(name: string): number {
  const record = bombs[name]?.() ?? new Uint8Array(0);
  const decode = decoder({ codec: nodeCodec, encoding: "auto", maxRecordBytes: MAX_RECORD_BYTES });
  const batch = Array.from({ length: 4 }, () => decode(record));
  return batch.length > 0 ? process.resourceUsage().maxRSS / 1_024 : 0;
}

const [what, ...names] = process.argv.slice(2);
for (const name of names) {
  process.stdout.write(`${JSON.stringify(what === "--four" ? peakOfFour(name) : [name, costOf(name)])}\n`);
}
