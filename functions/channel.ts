/** The ways Cisco Spaces pushes into AWS; what a stage's resources, metrics and costs are told apart by. */
export const channels = ["kinesis", "firehose"] as const;

export type Channel = (typeof channels)[number];

/** What consumes a channel: its own function, and on the Kinesis stream the lake's beside it. */
export type Consumer = Channel | "lake";
