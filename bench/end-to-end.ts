/**
 * A batch through the deployed bundle with its SDK, to services that answer at once: events per second of the handler's
 * CPU. The services run in this process, so that their CPU is not counted; there is no TLS and no Lambda runtime in it.
 */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { KinesisStreamEvent } from "aws-lambda";
import { startAnsweringServer } from "./answering-server.ts";
import { bundle, environment } from "./environment.ts";
import type { HandlerCpu, HandlerWork } from "./handler-process.ts";
import { median } from "./measure.ts";

const WARM_UPS = 3;
const ROUNDS = 9;
const handlerProcess = fileURLToPath(new URL("./handler-process.ts", import.meta.url));

export interface EndToEnd {
  readonly eventsPerSecondPerCore: number;
  /** Calls per batch, by operation. */
  readonly calls: Readonly<Record<string, number>>;
}

/** `records`: base64, one event each. */
export async function endToEnd(records: readonly string[], ofBundle = bundle): Promise<EndToEnd> {
  const server = await startAnsweringServer();
  try {
    const work = { bundle: ofBundle, event: kinesisEvent(records), warmUps: WARM_UPS, rounds: ROUNDS };
    const seconds = await cpuSeconds(work, server.endpoint);
    const calls = [...server.calls].map(([operation, count]) => [operation, Math.round(count / (WARM_UPS + ROUNDS))]);
    return {
      eventsPerSecondPerCore: records.length / median(seconds),
      calls: Object.fromEntries(calls),
    };
  } finally {
    await server.close();
  }
}

function cpuSeconds(work: HandlerWork, endpoint: string): Promise<HandlerCpu> {
  const child = fork(handlerProcess, {
    execArgv: [],
    // Metrics and log lines are written, and read by nobody.
    env: {
      ...process.env,
      ...environment,
      AWS_ACCESS_KEY_ID: "bench",
      AWS_SECRET_ACCESS_KEY: "bench",
      AWS_ENDPOINT_URL: endpoint,
    },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  return new Promise((resolve, reject) => {
    child.once("message", (seconds) => resolve(seconds as HandlerCpu));
    child.once("exit", (code) => reject(new Error(`the handler's process ended with ${code}`)));
    child.once("error", reject);
    child.send(work);
  });
}

function kinesisEvent(records: readonly string[]): KinesisStreamEvent {
  return {
    Records: records.map((data, index) => ({
      kinesis: {
        kinesisSchemaVersion: "1.0",
        partitionKey: "1",
        sequenceNumber: String(index),
        data,
        approximateArrivalTimestamp: Date.UTC(2026, 0, 5, 10) / 1_000,
      },
      eventSource: "aws:kinesis",
      eventVersion: "1.0",
      eventID: `shardId-000000000000:${index}`,
      eventName: "aws:kinesis:record",
      invokeIdentityArn: "arn:aws:iam::123456789012:role/bench",
      awsRegion: "eu-west-1",
      eventSourceARN: "arn:aws:kinesis:eu-west-1:123456789012:stream/spaces",
    })),
  };
}
