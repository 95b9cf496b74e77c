/** One corpus through the channels of every cloud: the same rows, whoever carried them. */
import { describe, expect, it } from "vitest";
import * as eventHubs from "../../azure/event-hubs/records.ts";
import { encodeRecords } from "../../cli/simulator/records.ts";
import { simulate } from "../../cli/simulator/simulate.ts";
import * as firehose from "../../functions/firehose/records.ts";
import * as kinesis from "../../functions/kinesis/records.ts";
import * as pubSub from "../../gcp/pubsub/records.ts";
import type { SourceRecord } from "../../shared/outcome.ts";
import type { EventSink } from "../../shared/ports.ts";
import type { Row } from "../../shared/row.ts";
import { processRecords } from "../support/core.ts";
import { eventHubsEvent } from "../support/event-hubs.ts";
import { firehoseEvent } from "../support/firehose.ts";
import { kinesisEvent } from "../support/kinesis.ts";
import { pushes } from "../support/pub-sub.ts";

const EVENTS = 1_000;

async function rowsOf(records: readonly SourceRecord[]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const sink: EventSink = {
    async write(written) {
      rows.push(...written);
      return [];
    },
  };
  await processRecords(records, { sinks: [sink] });
  return rows;
}

describe("the channels of all clouds", () => {
  it("give identical rows, JSON and protobuf alike", async () => {
    const story = { startMs: 1_700_000_000_000, eventsPerSecond: 10, timeScale: 1 };
    const encoded = encodeRecords(simulate({ events: EVENTS, seed: 5, ...story }), { encoding: "mixed", seed: 5 });
    const payloads = [...encoded].map(({ bytes }) => bytes);
    const onKinesis = await rowsOf(kinesis.getRecords(kinesisEvent(payloads)));
    expect(onKinesis.length).toBeGreaterThan(EVENTS * 0.9);
    expect(await rowsOf(firehose.getRecords(firehoseEvent(payloads)))).toEqual(onKinesis);
    expect(await rowsOf(eventHubs.getRecords(eventHubsEvent(payloads)))).toEqual(onKinesis);
    expect(await rowsOf(pubSub.getRecords(pushes(payloads)))).toEqual(onKinesis);
  });
});
