/**
 * The outputs of a target stack: the fields of the Partner Dashboard, in its order, under its own labels. An output's
 * key may hold letters and digits only, so the label is its description. The CLI reads them by these keys.
 */
import type { Channel } from "../functions/channel.ts";

export type PushOutput = "AWSRegion" | "StreamName" | "AWSAccessKey" | "AWSSecretKeySecret" | "PushUser";

/** Key of the output that names the stream, and the dashboard's label: "Kinesis Firehose" is Cisco's own wording for both. */
export const streamOutput = {
  kinesis: { key: "KinesisFirehoseDataStreamName", label: "Kinesis Firehose Data Stream Name" },
  firehose: { key: "KinesisFirehoseDeliveryStreamName", label: "Kinesis Firehose Delivery Stream Name" },
} as const satisfies Record<Channel, { key: string; label: string }>;

export const labels = {
  AWSRegion: "AWS Region",
  AWSAccessKey: "AWS Access Key",
  AWSSecretKeySecret: "AWS Secret Key",
} as const;

export function outputKey(channel: Channel, output: PushOutput): string {
  return output === "StreamName" ? streamOutput[channel].key : output;
}
