/** The event source mapping between the stream and the function, with the bucket as its on-failure destination. */
import { PutObjectCommand } from "@aws-sdk/client-s3";
import type { Ledger } from "../ledger.ts";
import { localMapping } from "./event-source-mapping.ts";
import { BUCKET, FUNCTION_ARN, MAPPING_ID, STREAM } from "./names.ts";
import { invocationRecord, invocationRecordKey } from "./poller/invocation-record.ts";
import { type Poller, startPoller } from "./poller/poller.ts";
import type { Stack } from "./stack.ts";
import { streamArn } from "./stand-ins/kinesis.ts";

/** `warn` gets what the function printed as a warning, and why an invocation failed. */
export function connect({ kinesis, lambda, s3 }: Stack, ledger: Ledger, warn: (line: string) => void): Poller {
  return startPoller({
    client: kinesis.client,
    streamName: STREAM,
    streamArn: streamArn(STREAM),
    mapping: localMapping,
    invoke: lambda.invoke,
    acknowledge: ledger.acknowledged,
    observe(delivery) {
      for (const warning of ledger.invoked(delivery)) warn(warning);
      if (delivery.result.kind === "failed") warn(delivery.result.message);
    },
    async discard(discarded, source, last) {
      const nowMs = Date.now();
      const failed = last?.failed ?? false;
      const record = invocationRecord({
        discarded,
        source,
        functionArn: FUNCTION_ARN,
        requestId: last?.requestId,
        failed,
        nowMs,
      });
      await s3.client.send(
        new PutObjectCommand({
          Bucket: BUCKET,
          Key: invocationRecordKey(MAPPING_ID, source.shardId, nowMs),
          Body: JSON.stringify(record),
          ContentType: "application/json",
        }),
      );
      ledger.discarded(discarded);
    },
  });
}
