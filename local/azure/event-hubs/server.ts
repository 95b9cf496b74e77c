/**
 * An Event Hubs namespace with one hub, in memory: AMQP 1.0 by rhea, as far as `@azure/event-hubs` speaks it. Tokens are
 * taken unseen. https://learn.microsoft.com/azure/event-hubs/event-hubs-amqp-protocol-guide
 */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import rhea, { type Connection, type EventContext, type Message, type Sender } from "rhea";
import { UserError } from "../../../cli/user-error.ts";
import { type Hub, newHub, type TakenAt } from "./hub.ts";
import { passOverLateFrames } from "./late-frames.ts";
import { manage } from "./management.ts";
import type { Reader } from "./readers.ts";
import { messagesOf } from "./sent-messages.ts";
import { startOf } from "./start-position.ts";

export interface EventHubs {
  readonly hub: string;
  readonly connectionString: string;
  /** `127.0.0.1:<port>`. */
  readonly endpoint: string;
  readonly takenAt: (messageId: string) => TakenAt | undefined;
  close(): Promise<void>;
}

export interface EventHubsOptions {
  readonly hub: string;
  readonly partitions: number;
  /** 0 picks a free one. */
  readonly port?: number;
  /** By which messages are stamped. @default Date.now */
  readonly nowMs?: () => number;
  /** Of each partition, at least. */
  readonly keptMessages?: number;
}

const HOST = "127.0.0.1";
const TOKENS = "$cbs";
const MANAGEMENT = "$management";
const EPOCH = "com.microsoft:epoch";
/** Of the Standard tier: https://learn.microsoft.com/azure/event-hubs/event-hubs-quotas */
const MAX_MESSAGE_BYTES = 1024 * 1024;

/** A port that cannot be listened on is a UserError. */
export async function startEventHubs(options: EventHubsOptions): Promise<EventHubs> {
  const { hub: name, partitions, port = 0, nowMs, keptMessages } = options;
  const hub = newHub(name, partitions, { keptMessages, now: nowMs });
  const container = rhea.create_container({ id: "event-hubs" });
  container.sasl_server_mechanisms.enable_anonymous();
  const connections = new Set<Connection>();
  const replies = new WeakMap<Connection, Map<string, Sender>>();
  const readers = new Map<Sender, { readonly reader: Reader; readonly partition: Hub["partitions"][number] }>();

  container.on("connection_open", ({ connection }: EventContext) => {
    connections.add(connection);
    passOverLateFrames(connection);
  });
  container.on("sender_open", ({ sender, connection }: EventContext) => {
    if (sender === undefined) return;
    const address = String(sender.source.address);
    sender.set_source(sender.source);
    sender.set_target(sender.target);
    if (address === TOKENS || address.endsWith(MANAGEMENT)) openReplies(connection, address, sender);
    else openReader(address, sender);
  });
  container.on("sendable", ({ sender }: EventContext) => sender && readers.get(sender)?.reader.pump());
  container.on("sender_close", ({ sender }: EventContext) => sender && forget(sender));
  container.on("receiver_open", ({ receiver }: EventContext) => {
    receiver?.set_source(receiver.source);
    receiver?.set_target(receiver.target);
  });
  container.on("message", ({ message, receiver, connection, delivery }: EventContext) => {
    const address = String(receiver?.target.address);
    if (message === undefined) return;
    if (address === TOKENS) reply(connection, address, message, { application_properties: { "status-code": 202 } });
    else if (address.endsWith(MANAGEMENT)) reply(connection, address, message, manage(hub, message));
    else {
      const { messages, key } = messagesOf(message, delivery?.format);
      const partitionId = /\/Partitions\/(\d+)$/.exec(address)?.[1];
      hub.take(messages, { ...(partitionId !== undefined && { partitionId }), ...(key !== undefined && { key }) });
    }
  });
  // A client that goes away takes its links with it, without closing them.
  container.on("disconnected", ({ connection }: EventContext) => {
    connections.delete(connection);
    for (const sender of readers.keys()) if (sender.connection === connection) forget(sender);
  });
  // A disposition for a link that was closed meanwhile ends its connection, and the client comes back.
  container.on("protocol_error", () => {});
  container.on("error", () => {});

  /** The link of $cbs has no target address: a reply finds it by its name, too. */
  function openReplies(connection: Connection, address: string, sender: Sender): void {
    const known = replies.get(connection) ?? new Map<string, Sender>();
    for (const way of [address, sender.target?.address, sender.name]) if (way) known.set(String(way), sender);
    replies.set(connection, known);
  }

  function reply(connection: Connection, address: string, asked: Message, answer: Partial<Message>): void {
    const known = replies.get(connection);
    const sender = known?.get(String(asked.reply_to)) ?? known?.get(address);
    sender?.send({ ...answer, correlation_id: asked.message_id } as Message);
  }

  function openReader(address: string, sender: Sender): void {
    const [, hubName, group = "", id] = /^(.+)\/ConsumerGroups\/([^/]+)\/Partitions\/(.+)$/.exec(address) ?? [];
    const partition = hub.partitions.find((known) => known.id === id);
    if (hubName !== name || partition === undefined) {
      sender.close({ condition: "amqp:not-found", description: `There is no ${address}` });
      return;
    }
    const reader: Reader = {
      group,
      epoch: epochOf(sender),
      next: startOf(selectorOf(sender), partition),
      pump() {
        for (
          let stored = partition.at(reader.next);
          stored !== undefined && sender.sendable();
          stored = partition.at(reader.next)
        ) {
          reader.next++;
          sender.send({ ...stored.message, message_annotations: annotations(stored) } as Message);
        }
      },
      disconnect: (description) => sender.close({ condition: "amqp:link:stolen", description }),
    };
    const refusal = partition.readers.add(reader);
    if (refusal === undefined) readers.set(sender, { reader, partition });
    else sender.close({ condition: "amqp:link:stolen", description: refusal });
  }

  function forget(sender: Sender): void {
    const known = readers.get(sender);
    known?.partition.readers.remove(known.reader);
    readers.delete(sender);
  }

  const server = container.listen({ port, host: HOST, receiver_options: { max_message_size: MAX_MESSAGE_BYTES } });
  await once(server, "listening").catch((error: NodeJS.ErrnoException) => {
    throw new UserError(
      `Port ${port} cannot be listened on (${error.code}); give another with --eventhubs-port, or 0 for any free one.`,
    );
  });
  const endpoint = `${HOST}:${(server.address() as AddressInfo).port}`;
  return {
    hub: name,
    endpoint,
    connectionString: `Endpoint=sb://${endpoint};SharedAccessKeyName=local;SharedAccessKey=local;EntityPath=${name};UseDevelopmentEmulator=true`,
    takenAt: hub.takenAt,
    async close() {
      const closed = once(server, "close");
      server.close();
      for (const connection of connections) connection.close();
      // Whoever does not answer the close within a moment is cut off.
      for (const connection of connections)
        (connection as unknown as { socket?: { destroy(): void } }).socket?.destroy();
      await closed;
    },
  };
}

/** What every message is sent with. */
function annotations({
  message,
  sequenceNumber,
  offset,
  enqueuedAtMs,
}: NonNullable<ReturnType<Hub["partitions"][number]["at"]>>) {
  return {
    ...message.message_annotations,
    "x-opt-sequence-number": sequenceNumber,
    "x-opt-offset": offset,
    "x-opt-enqueued-time": rhea.types.wrap_timestamp(enqueuedAtMs),
  };
}

function epochOf(sender: Sender): number | undefined {
  const epoch: unknown = sender.properties?.[EPOCH];
  return epoch === undefined ? undefined : Number(epoch);
}

/** The one filter the clients set, under its symbol; a described value. */
function selectorOf(sender: Sender): string {
  const [selector] = Object.values((sender.source.filter ?? {}) as Record<string, { value?: unknown }>);
  return String(selector?.value ?? selector ?? "");
}
