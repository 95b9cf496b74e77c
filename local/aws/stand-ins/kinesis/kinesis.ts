/** The stream Cisco Spaces would push to. */
import { CreateStreamCommand, type KinesisClient, waitUntilStreamExists } from "@aws-sdk/client-kinesis";
import { ACCOUNT_ID, kinesisClient, REGION } from "../../clients.ts";
import { type StandIn, startServer } from "../server.ts";

const MAX_WAIT_SECONDS = 10;

export interface KinesisStandIn extends StandIn {
  readonly client: KinesisClient;
  readonly streamName: string;
}

/** A record is kept until so many `consumers` have read it. */
export async function startKinesis(
  streamName: string,
  shards: number,
  port = 0,
  consumers = 1,
): Promise<KinesisStandIn> {
  const server = await startServer({ service: "kinesis", port, consumers });
  const client = kinesisClient(server.endpoint);
  await client.send(new CreateStreamCommand({ StreamName: streamName, ShardCount: shards }));
  await waitUntilStreamExists({ client, maxWaitTime: MAX_WAIT_SECONDS, minDelay: 0.05 }, { StreamName: streamName });
  return {
    endpoint: server.endpoint,
    client,
    streamName,
    async close() {
      client.destroy();
      await server.close();
    },
  };
}

export function streamArn(streamName: string): string {
  return `arn:aws:kinesis:${REGION}:${ACCOUNT_ID}:stream/${streamName}`;
}
