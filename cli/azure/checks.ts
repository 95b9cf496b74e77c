/** What only Azure can tell of a stage: its hub, who may read it, its storage, and the rules Cisco pushes with. */
import { type EventHubConsumerClient, latestEventPosition } from "@azure/event-hubs";
import type { ContainerClient } from "@azure/storage-blob";
import type { TableReadCalls } from "../../azure/tables/calls.ts";
import { BY_PLACE_TABLE, isHistory, PLACES_TABLE, STATE_TABLE } from "../../azure/tables/tables.ts";
import { errorName } from "../../shared/error-name.ts";
import { durationText } from "../doctor/duration-text.ts";
import type { Check, Finding } from "../stage/check.ts";
import { READER_GROUP } from "./read-hub.ts";
import { isRetryable } from "./retryable.ts";

const APPLY = "terraform apply in azure/infra makes it again.";
const PASTE = "terraform -chdir=azure/infra output -json push prints what the Partner Dashboard is given.";
const RECEIVER = "Azure Event Hubs Data Receiver";

export function hubCheck(consumer: EventHubConsumerClient): Check {
  const name = "hub";
  return {
    name,
    look: (abortSignal) =>
      ofHub(name, consumer.eventHubName, async () => {
        const { partitionIds } = await consumer.getEventHubProperties({ abortSignal });
        const partitions = await Promise.all(
          partitionIds.map((id) => consumer.getPartitionProperties(id, { abortSignal })),
        );
        const says = `${consumer.eventHubName} answers, ${partitions.length} partitions`;
        // Numbers begin at zero, and go on when what they stand for has expired.
        const taken = partitions.reduce((sum, { lastEnqueuedSequenceNumber: last }) => sum + Math.max(0, last + 1), 0);
        const put: Finding =
          taken === 0
            ? { name: "put", verdict: "bad", says: "nothing was ever put into it", todo: PASTE }
            : {
                name: "put",
                verdict: "good",
                says: `${taken} events since it was made, the last ${durationText(Date.now() - newestOf(partitions))} ago`,
              };
        return [{ name, verdict: "good", says }, put];
      }),
  };
}

function newestOf(partitions: readonly { readonly lastEnqueuedSequenceNumber: number; lastEnqueuedOnUtc: Date }[]) {
  return partitions
    .filter(({ lastEnqueuedSequenceNumber }) => lastEnqueuedSequenceNumber >= 0)
    .reduce((newest, { lastEnqueuedOnUtc }) => Math.max(newest, lastEnqueuedOnUtc.getTime()), 0);
}

/** Whether the commands may read what arrives: opens a partition at its tip, and closes it again. */
export function receiveCheck(connect: () => EventHubConsumerClient): Check {
  const name = "receive right";
  return {
    name,
    async look(signal) {
      const consumer = connect();
      const open = () => ofHub(name, consumer.eventHubName, () => opened(name, consumer, signal));
      return open().finally(() => consumer.close());
    },
  };
}

async function opened(
  name: string,
  consumer: EventHubConsumerClient,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const [first = "0"] = await consumer.getPartitionIds({ abortSignal: signal });
  const done = Promise.withResolvers<void>();
  signal.addEventListener("abort", () => done.resolve(), { once: true });
  const subscription = consumer.subscribe(
    first,
    {
      processEvents: async () => done.resolve(),
      async processError(error) {
        if (!isRetryable(error)) done.reject(error);
      },
    },
    { startPosition: latestEventPosition, maxWaitTimeInSeconds: 1, skipParsingBodyAsJson: true },
  );
  try {
    await done.promise;
  } finally {
    await subscription.close();
  }
  return [{ name, verdict: "good", says: `what arrives can be read by the group ${READER_GROUP}` }];
}

/** By the codes of https://learn.microsoft.com/javascript/api/@azure/event-hubs/messagingerror */
async function ofHub(name: string, hub: string, look: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (code === "MessagingEntityNotFoundError")
      return [{ name, verdict: "bad", says: `there is no hub ${hub}`, todo: APPLY }];
    if (code === "MessagingEntityDisabledError")
      return [{ name, verdict: "bad", says: `${hub} is disabled`, todo: "Enable it in the portal, or apply again." }];
    if (code === "UnauthorizedError")
      return [
        {
          name,
          verdict: "unknown",
          denied: true,
          says: `you may not look (${code})`,
          todo: `Ask for ${RECEIVER} on the hub.`,
        },
      ];
    if (code === "QuotaExceededError")
      return [
        {
          name,
          verdict: "unknown",
          says: "five read the hub beside the functions already",
          todo: "End another spaces tap, replay or explain.",
        },
      ];
    throw error;
  }
}

/** A table account, by its address. */
export function tablesCheck(endpoint: string, calls: Pick<TableReadCalls, "tables">): Check {
  const name = "table storage";
  return {
    name,
    look: () =>
      ofStorage(name, "Storage Table Data Reader on the account", async () => {
        const found = new Set<string>();
        for await (const table of calls.tables()) found.add(table);
        const missing = [STATE_TABLE, BY_PLACE_TABLE, PLACES_TABLE].filter((table) => !found.has(table));
        const at = new URL(endpoint).hostname;
        if (missing.length > 0)
          return { name, verdict: "bad", says: `${at} has no table ${missing.join(", ")}`, todo: APPLY };
        const months = [...found].filter(isHistory).length;
        return { name, verdict: "good", says: `${at} has its tables, ${months} of history` };
      }),
  };
}

export function containerCheck(what: string, container: ContainerClient): Check {
  const name = `container, ${what}`;
  return {
    name,
    look: (abortSignal) =>
      ofStorage(name, "Storage Blob Data Reader on it", async () => {
        if (await container.exists({ abortSignal }))
          return { name, verdict: "good", says: `${container.containerName} is there` };
        return { name, verdict: "bad", says: `there is no ${container.containerName}`, todo: APPLY };
      }),
  };
}

const FORBIDDEN = 403;

async function ofStorage(name: string, role: string, look: () => Promise<Finding>): Promise<readonly Finding[]> {
  try {
    return [await look()];
  } catch (error) {
    if ((error as { readonly statusCode?: unknown }).statusCode !== FORBIDDEN) throw error;
    const says = `you may not look, or its firewall does not let you in (${errorName(error)})`;
    return [{ name, verdict: "unknown", denied: true, says, todo: `Ask for ${role}.` }];
  }
}

/** The hub does not tell who put, nor by which key. */
export function pushRuleCheck(rules: readonly string[]): Check {
  const name = "push rule";
  return {
    name,
    async look() {
      if (rules.length === 0)
        return [{ name, verdict: "bad", says: "there is none", todo: "Name one in push_rules, and apply." }];
      const says = `${rules.join(", ")}; whether Cisco puts with its key cannot be asked from here`;
      return [{ name, verdict: "unknown", says, todo: `Compare: ${PASTE}` }];
    },
  };
}
