/** The bucket of the dead letters. */
import { CreateBucketCommand, type S3Client } from "@aws-sdk/client-s3";
import { s3Client } from "../clients.ts";
import { type StandIn, startServer } from "./server.ts";

export interface S3StandIn extends StandIn {
  readonly client: S3Client;
  readonly bucket: string;
}

export async function startS3(bucket: string, port = 0): Promise<S3StandIn> {
  const server = await startServer({ service: "s3", port });
  const client = s3Client(server.endpoint);
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  return {
    endpoint: server.endpoint,
    client,
    bucket,
    async close() {
      client.destroy();
      await server.close();
    },
  };
}
