/** Lambda's event for a Kinesis batch, in the shape AWS documents. */
import type { Context, KinesisStreamEvent } from "aws-lambda";

const FIRST_SEQUENCE_NUMBER = 49590338271490256608559692538361571095921575989136588800n;

export function kinesisEvent(payloads: readonly Uint8Array[], arrivalSeconds = 1_545_084_650.987): KinesisStreamEvent {
  return {
    Records: payloads.map((payload, index) => {
      const sequenceNumber = String(FIRST_SEQUENCE_NUMBER + BigInt(index));
      return {
        kinesis: {
          kinesisSchemaVersion: "1.0",
          partitionKey: "1",
          sequenceNumber,
          data: Buffer.from(payload).toString("base64"),
          approximateArrivalTimestamp: arrivalSeconds,
        },
        eventSource: "aws:kinesis",
        eventVersion: "1.0",
        eventID: `shardId-000000000006:${sequenceNumber}`,
        eventName: "aws:kinesis:record",
        invokeIdentityArn: "arn:aws:iam::123456789012:role/lambda-role",
        awsRegion: "eu-west-1",
        eventSourceARN: "arn:aws:kinesis:eu-west-1:123456789012:stream/spaces",
      };
    }),
  };
}

export function lambdaContext(remainingMs = 60_000): Context {
  const startedAt = Date.now();
  return {
    callbackWaitsForEmptyEventLoop: false,
    functionName: "processor",
    functionVersion: "1",
    invokedFunctionArn: "arn:aws:lambda:eu-west-1:123456789012:function:processor",
    memoryLimitInMB: "1024",
    awsRequestId: "00000000-0000-0000-0000-000000000000",
    logGroupName: "/aws/lambda/processor",
    logStreamName: "stream",
    getRemainingTimeInMillis: () => remainingMs - (Date.now() - startedAt),
    done: () => {},
    fail: () => {},
    succeed: () => {},
  };
}
