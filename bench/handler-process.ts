/** A process of its own that loads the deployed bundle, handles one batch again and again and says what CPU that took. */
import { createRequire } from "node:module";
import type { Context, KinesisStreamBatchResponse, KinesisStreamEvent } from "aws-lambda";

export interface HandlerWork {
  readonly bundle: string;
  readonly event: KinesisStreamEvent;
  readonly warmUps: number;
  readonly rounds: number;
}

/** CPU seconds of each round: every thread of the process, the collector's too. */
export type HandlerCpu = readonly number[];

type Handler = (event: KinesisStreamEvent, context: Context) => Promise<KinesisStreamBatchResponse>;

/** What the handler reads of Lambda's context. */
const context = { awsRequestId: "bench", getRemainingTimeInMillis: () => 60_000 } as Context;

process.once("message", async ({ bundle, event, warmUps, rounds }: HandlerWork) => {
  const { handler } = createRequire(import.meta.url)(bundle) as { handler: Handler };
  const seconds: number[] = [];
  for (let round = 0; round < warmUps + rounds; round++) {
    const before = process.cpuUsage();
    const { batchItemFailures } = await handler(event, context);
    const { user, system } = process.cpuUsage(before);
    if (batchItemFailures.length > 0) throw new Error("the handler did not take the whole batch");
    if (round >= warmUps) seconds.push((user + system) / 1e6);
  }
  process.send?.(seconds satisfies HandlerCpu, () => process.disconnect());
});
