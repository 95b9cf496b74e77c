/** What a producer sends: one message, or a batch in the service's own format, which is a message whose data sections are messages. */
import rhea, { type Message } from "rhea";

/** https://learn.microsoft.com/azure/event-hubs/event-hubs-amqp-protocol-guide */
const BATCH_FORMAT = 0x80013700;
const PARTITION_KEY = "x-opt-partition-key";

export interface Sent {
  readonly messages: readonly Message[];
  /** Of the batch, else of its first message. */
  readonly key: string | undefined;
}

/** rhea leaves a message of a format it does not know as it is: bytes. */
export function messagesOf(sent: Message | Buffer, format: number | undefined): Sent {
  const envelope = Buffer.isBuffer(sent) ? decode(sent) : sent;
  const messages = format === BATCH_FORMAT ? sections(envelope.body).map(decode) : [envelope];
  const key: unknown = keyOf(envelope) ?? (messages[0] && keyOf(messages[0]));
  return { messages, key: key === undefined ? undefined : String(key) };
}

/** The typings know two shapes of a message; what was decoded has a body. */
function decode(bytes: Buffer): Message {
  return rhea.message.decode(bytes) as unknown as Message;
}

function keyOf(message: Message): unknown {
  return message.message_annotations?.[PARTITION_KEY];
}

/** One data section is not a list of one. */
function sections(body: { content?: Buffer | readonly Buffer[] } | readonly Buffer[]): readonly Buffer[] {
  if (Array.isArray(body)) return body;
  const { content } = body as { content?: Buffer | readonly Buffer[] };
  if (content === undefined) return [];
  return Buffer.isBuffer(content) ? [content] : content;
}
