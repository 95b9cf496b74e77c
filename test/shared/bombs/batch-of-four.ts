/** A child process: four of the bomb it is given the name of in one batch, all kept; prints the peak of its memory in MiB. */
import { nodeCodec } from "../../../runtime/node-codec.ts";
import { decoder } from "../../../shared/decode/decode.ts";
import { bombs } from "./bombs.ts";

const record = bombs[process.argv[2] ?? ""]?.();
if (record === undefined) throw new Error("no such bomb");
const decode = decoder({ codec: nodeCodec, encoding: "auto", maxRecordBytes: 1_048_576 });
const batch = Array.from({ length: 4 }, () => decode(record));
// The batch is read after the peak, so that it is kept until then.
process.stdout.write(String(batch.length > 0 && process.resourceUsage().maxRSS / 1_024));
