/**
 * The Functions host, as far as an Event Hubs trigger needs it: the built app in a worker, the trigger's consumer group
 * read with the real client, checkpoints in Blob Storage. An imitation of the documented rules, not Microsoft's host.
 */
import { setTimeout as sleep } from "node:timers/promises";
import {
  EventHubConsumerClient,
  earliestEventPosition,
  type PartitionContext,
  type Subscription,
} from "@azure/event-hubs";
import { BlobCheckpointStore } from "@azure/eventhubs-checkpointstore-blob";
import type { ContainerClient } from "@azure/storage-blob";
import { UserError } from "../../../cli/user-error.ts";
import { bodiesOf, metadataOf } from "./conversion.ts";
import { type AppSettings, type HostSettings, readHostSettings } from "./host-settings.ts";
import { type Instance, startInstance } from "./instance.ts";
import type { Invoke, Result } from "./invocation.ts";
import { type Executed, newPartitionPump, type PartitionPump } from "./partition-pump.ts";
import { policyOf } from "./retry-policy.ts";
import type { RegisteredFunction } from "./worker-messages.ts";

export interface HostOptions {
  /** The app's folder: host.json, package.json, bundles. */
  readonly app: string;
  /** Its environment; values of host.json among them. */
  readonly settings: AppSettings;
  readonly memoryMb: number;
  readonly connectionString: string;
  /** An empty container of its own. */
  readonly checkpoints: ContainerClient;
}

export interface FunctionsHost {
  /** Every function of the app that is triggered by a hub, from the oldest event on, each with its consumer group. */
  start(executed: Heard): Subscription;
  /** Runs a function of a timer once, now: the host goes by no schedule. A RangeError for one the app does not have. */
  runTimer(functionName: string): Promise<Result>;
  close(): Promise<void>;
}

type Heard = (partitionId: string, executed: Executed, functionName: string) => void;

const TRIGGER = "eventHubTrigger";
const TIMER_TRIGGER = "timerTrigger";
/** How long the client waits for events before it says that there are none. */
const LOOK_SECONDS = 1;
const BALANCE_MS = 250;

/** An app that does not load is a UserError. */
export async function startFunctionsHost(options: HostOptions): Promise<FunctionsHost> {
  const { app, settings, memoryMb } = options;
  const host = readHostSettings(app, settings);
  const instance = await startInstance({ app, settings, memoryMb, timeoutMs: host.functionTimeoutMs });
  try {
    const listeners = triggersOf(instance.functions).map((trigger) => listenerOf(trigger, instance, host, options));
    return {
      start(executed) {
        const subscriptions = listeners.map((listen) => listen(executed));
        return {
          get isRunning() {
            return subscriptions.some(({ isRunning }) => isRunning);
          },
          async close() {
            await Promise.all(subscriptions.map((subscription) => subscription.close()));
          },
        };
      },
      runTimer: (functionName) => runTimer(instance, functionName),
      close: instance.close,
    };
  } catch (error) {
    await instance.close();
    throw error;
  }
}

function listenerOf(
  { fn, bindingName, trigger }: HubTrigger,
  instance: Instance,
  host: HostSettings,
  { settings, connectionString, checkpoints }: HostOptions,
): (executed: Heard) => Subscription {
  const group = resolved(String(trigger.consumerGroup ?? "$Default"), settings);
  const hub = resolved(String(trigger.eventHubName), settings);
  const dataType = trigger.dataType as string | undefined;
  const invoke = invokeOf(instance, fn.name, bindingName, { hub, group, dataType });
  return (executed) => {
    const stopped = new AbortController();
    const pumps = new Map<string, PartitionPump & { heldSinceMs: number }>();
    const pumpOf = (context: PartitionContext) => {
      const known = pumps.get(context.partitionId);
      if (known !== undefined) return known;
      const pump = newPartitionPump({
        partitionId: context.partitionId,
        settings: host,
        policy: policyOf(fn.retryOptions),
        invoke,
        // Nobody waits for a retry that will not come.
        sleep: (ms) => sleep(ms, undefined, { signal: stopped.signal }).catch(() => undefined),
        checkpoint: (event) => context.updateCheckpoint(event),
        executed: (one) => executed(context.partitionId, one, fn.name),
      });
      const held = Object.assign(pump, { heldSinceMs: Date.now() });
      pumps.set(context.partitionId, held);
      return held;
    };
    const consumer = new EventHubConsumerClient(group, connectionString, hub, new BlobCheckpointStore(checkpoints), {
      loadBalancingOptions: { strategy: "greedy", updateIntervalInMs: BALANCE_MS },
    });
    const subscription = consumer.subscribe(
      {
        async processEvents(events, context) {
          const pump = pumpOf(context);
          if (!pump.holdsBack()) pump.heldSinceMs = Date.now();
          if (events.length > 0) await pump.receive(events);
          if (pump.holdsBack() && Date.now() - pump.heldSinceMs >= host.maxWaitMs) await pump.flush();
        },
        // The client comes back by itself.
        processError: async () => {},
        async processClose(_reason, { partitionId }) {
          pumps.get(partitionId)?.close();
          pumps.delete(partitionId);
        },
      },
      {
        startPosition: earliestEventPosition,
        // The bytes as they are: the host parses nothing.
        skipParsingBodyAsJson: true,
        maxBatchSize: host.maxEventBatchSize,
        maxWaitTimeInSeconds: LOOK_SECONDS,
      },
    );
    return {
      get isRunning() {
        return subscription.isRunning;
      },
      async close() {
        for (const pump of pumps.values()) pump.close();
        stopped.abort();
        await subscription.close();
        await consumer.close();
      },
    };
  };
}

/** The timer as the programming model knows it: https://learn.microsoft.com/javascript/api/@azure/functions/timer */
const onTime = { schedule: { adjustForDST: true }, scheduleStatus: null, isPastDue: false };

async function runTimer(instance: Instance, functionName: string): Promise<Result> {
  const fn = instance.functions.find(({ name }) => name === functionName);
  const [name] = Object.entries(fn?.bindings ?? {}).find(([, { type }]) => type === TIMER_TRIGGER) ?? [];
  if (name === undefined) throw new RangeError(`The app has no timer ${functionName}`);
  const inputData = [{ name, data: { json: JSON.stringify(onTime) } }];
  return instance.execute({ functionName, inputData, triggerMetadata: {}, retryContext: undefined });
}

interface HubTrigger {
  readonly fn: RegisteredFunction;
  readonly bindingName: string;
  readonly trigger: RegisteredFunction["bindings"][string];
}

function triggersOf(functions: readonly RegisteredFunction[]): readonly HubTrigger[] {
  const triggers = functions.flatMap((fn) =>
    Object.entries(fn.bindings).flatMap(([bindingName, trigger]) =>
      trigger.type === TRIGGER ? [{ fn, bindingName, trigger }] : [],
    ),
  );
  if (triggers.length === 0)
    throw new UserError("The built function app registers no Event Hubs trigger; npm run build makes it anew.");
  return triggers;
}

/** `%NAME%` stands for an app setting: https://learn.microsoft.com/azure/azure-functions/functions-bindings-expressions-patterns */
function resolved(text: string, settings: AppSettings): string {
  return text.replace(/%([^%]+)%/g, (_, name: string) => settings[name] ?? "");
}

function invokeOf(
  instance: Instance,
  functionName: string,
  name: string,
  { hub, group, dataType }: { hub: string; group: string; dataType: string | undefined },
): Invoke {
  return async ({ partitionId, events, retryContext }) => {
    try {
      const inputData = [{ name, data: bodiesOf(events, dataType) }];
      const triggerMetadata = metadataOf({ partitionId, events }, hub, group);
      return await instance.execute({ functionName, inputData, triggerMetadata, retryContext });
    } catch (error) {
      if (error instanceof SyntaxError) return { kind: "failed", message: "Exception binding parameter", logs: [] };
      throw error;
    }
  };
}
