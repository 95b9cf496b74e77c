/** AWS by the channel that is asked for. */
import type { VirtualClock } from "../../../test/support/virtual-clock.ts";
import type { Rig } from "../rig.ts";
import type { AwsEngine } from "./engine.ts";
import { firehoseRig } from "./firehose.ts";
import { kinesisRig } from "./kinesis.ts";

export function awsRig(channel: "aws" | "aws-firehose", clock: VirtualClock, engine: AwsEngine): Rig {
  return channel === "aws" ? kinesisRig(clock, engine) : firehoseRig(clock, engine);
}
