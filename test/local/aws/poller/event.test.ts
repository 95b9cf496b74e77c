import { describe, expect, it } from "vitest";
import { startable } from "../../../../cli/aws/lineage.ts";
import { lambdaEvent } from "../../../../local/aws/poller/event.ts";
import { invocationRecord, invocationRecordKey } from "../../../../local/aws/poller/invocation-record.ts";

const source = {
  streamArn: "arn:aws:kinesis:us-east-2:123456789012:stream/lambda-stream",
  shardId: "shardId-000000000006",
};
const record = {
  sequenceNumber: "49590338271490256608559692538361571095921575989136588898",
  partitionKey: "1",
  data: Buffer.from("Hello, this is a test."),
  arrivedAtMs: 1_545_084_650_987,
};

describe("The event the function is given", () => {
  // The example of https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html, but for the role's name.
  it("has exactly the shape Lambda documents", () => {
    expect(lambdaEvent([record], source)).toEqual({
      Records: [
        {
          kinesis: {
            kinesisSchemaVersion: "1.0",
            partitionKey: "1",
            sequenceNumber: "49590338271490256608559692538361571095921575989136588898",
            data: "SGVsbG8sIHRoaXMgaXMgYSB0ZXN0Lg==",
            approximateArrivalTimestamp: 1545084650.987,
          },
          eventSource: "aws:kinesis",
          eventVersion: "1.0",
          eventID: "shardId-000000000006:49590338271490256608559692538361571095921575989136588898",
          eventName: "aws:kinesis:record",
          invokeIdentityArn: "arn:aws:iam::123456789012:role/local-processor",
          awsRegion: "us-east-2",
          eventSourceARN: "arn:aws:kinesis:us-east-2:123456789012:stream/lambda-stream",
        },
      ],
    });
  });
});

describe("The on-failure record", () => {
  const options = { source, functionArn: "arn:f", requestId: "r", failed: true, nowMs: Date.UTC(2026, 1, 3, 4, 5, 6) };

  it("says what was given up and holds the event itself", () => {
    const discarded = { records: [record], condition: "RetryAttemptsExhausted", invocations: 3 } as const;
    expect(invocationRecord({ ...options, discarded })).toEqual({
      requestContext: {
        requestId: "r",
        functionArn: "arn:f",
        condition: "RetryAttemptsExhausted",
        approximateInvokeCount: 3,
      },
      responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
      version: "1.0",
      timestamp: "2026-02-03T04:05:06.000Z",
      KinesisBatchInfo: {
        shardId: source.shardId,
        startSequenceNumber: record.sequenceNumber,
        endSequenceNumber: record.sequenceNumber,
        approximateArrivalOfFirstRecord: "2018-12-17T22:10:50.987Z",
        approximateArrivalOfLastRecord: "2018-12-17T22:10:50.987Z",
        batchSize: 1,
        streamArn: source.streamArn,
      },
      payload: JSON.stringify(lambdaEvent([record], source)),
    });
  });

  it("has no response when the function never saw the records", () => {
    const discarded = { records: [record], condition: "RecordAgeExceeded", invocations: 0 } as const;
    expect(invocationRecord({ ...options, discarded })).not.toHaveProperty("responseContext");
  });

  it("is kept by mapping, shard and day", () => {
    expect(invocationRecordKey("mapping", source.shardId, options.nowMs)).toMatch(
      /^aws\/lambda\/mapping\/shardId-000000000006\/2026\/02\/03\/2026-02-03T04\.05\.06-[0-9a-f-]{36}$/,
    );
  });
});

describe("Shards that may be read", () => {
  const shards = [
    { ShardId: "old" },
    { ShardId: "left", ParentShardId: "old" },
    { ShardId: "merged", ParentShardId: "left", AdjacentParentShardId: "right" },
    { ShardId: "orphan", ParentShardId: "past-retention" },
  ].map((shard) => ({ HashKeyRange: undefined, SequenceNumberRange: undefined, ...shard }));

  it("are those without parents, or whose parents are past retention", () => {
    expect(startable(shards, new Set())).toEqual(["old", "orphan"]);
  });

  it("grow by the children of those that have been read to their end", () => {
    expect(startable(shards, new Set(["old"]))).toEqual(["old", "left", "orphan"]);
  });

  it("hold a merged shard only after all its listed parents", () => {
    expect(startable(shards, new Set(["old", "left"]))).toContain("merged");
    const both = [...shards, { HashKeyRange: undefined, SequenceNumberRange: undefined, ShardId: "right" }];
    expect(startable(both, new Set(["old", "left"]))).not.toContain("merged");
  });
});
