/** The ways Cisco Spaces pushes into AWS; what a stage's resources, metrics and costs are told apart by. */
export const channels = ["kinesis", "firehose"] as const;

export type Channel = (typeof channels)[number];
