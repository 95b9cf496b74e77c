/**
 * The protobuf contract as linked tables: what each message holds, by field number for the decoder and by JSON name
 * for the canonical payload. Built once per process from the generated tables.
 */
import { enumTables, messageTables } from "./contract.gen.ts";

export type MessageName = keyof typeof messageTables;
export type EnumName = keyof typeof enumTables;
type ScalarType = "string" | "bytes" | "bool" | "int32" | "int64" | "float" | "double";

/** A line of the generated tables: number, JSON name, kind, flags (* repeated, | member of a oneof), type name. */
type FieldTuple =
  | readonly [number, string, ScalarType, string]
  | readonly [number, string, "enum", string, EnumName]
  | readonly [number, string, "message", string, MessageName];

export interface EnumType {
  readonly names: Readonly<Record<number, string>>;
  /** False where 0 means "not said" (…_UNKNOWN, …NOT_AVAILABLE, NONE); proto3 does not put 0 on the wire. */
  readonly zeroSaysSomething: boolean;
}

interface AnyField {
  readonly number: number;
  readonly json: string;
  readonly repeated: boolean;
  /** Member of the message's one oneof: the last one on the wire wins. */
  readonly inOneof: boolean;
}

interface ScalarField extends AnyField {
  readonly scalar: ScalarType;
  readonly enumType: undefined;
  readonly message: undefined;
}

export interface EnumField extends AnyField {
  readonly scalar: "enum";
  readonly enumType: EnumType;
  readonly message: undefined;
}

interface MessageField extends AnyField {
  readonly scalar: "message";
  readonly enumType: undefined;
  readonly message: Message;
}

export type Field = ScalarField | EnumField | MessageField;

export interface Message {
  readonly name: MessageName;
  /** Sparse, by field number. */
  readonly byNumber: (Field | undefined)[];
  /** In order of JSON name. */
  readonly byName: Field[];
}

/** An enum's zero that stands for "nothing was said". */
const NOTHING_SAID = /(^|_)(UNKNOWN|NOT_AVAILABLE|NONE)$/;

const enumTypes = new Map<EnumName, EnumType>();
const messages = new Map<MessageName, Message>();

export function enumNamed(name: EnumName): EnumType {
  const known = enumTypes.get(name);
  if (known !== undefined) return known;
  const names: Readonly<Record<number, string>> = enumTables[name];
  const type = { names, zeroSaysSomething: !NOTHING_SAID.test(names[0] ?? "") };
  enumTypes.set(name, type);
  return type;
}

/** Linked with the messages it holds when it is first asked for. */
export function messageNamed(name: MessageName): Message {
  const known = messages.get(name);
  if (known !== undefined) return known;
  const message: Message = { name, byNumber: [], byName: [] };
  // Before its fields: a location's parent is a location.
  messages.set(name, message);
  const tuples: readonly FieldTuple[] = messageTables[name];
  for (const tuple of tuples) {
    const field = linkField(tuple);
    message.byNumber[field.number] = field;
    message.byName.push(field);
  }
  message.byName.sort((a, b) => (a.json < b.json ? -1 : 1));
  return message;
}

function linkField(tuple: FieldTuple): Field {
  const [number, json, , flags] = tuple;
  const any = { number, json, repeated: flags.includes("*"), inOneof: flags.includes("|") };
  if (tuple[2] === "enum") return { ...any, scalar: "enum", enumType: enumNamed(tuple[4]), message: undefined };
  if (tuple[2] === "message") {
    return { ...any, scalar: "message", enumType: undefined, message: messageNamed(tuple[4]) };
  }
  return { ...any, scalar: tuple[2], enumType: undefined, message: undefined };
}

/** Linking costs a start some milliseconds: it waits for the first event. */
let eventRecord: Message | undefined;
export function eventRecordMessage(): Message {
  eventRecord ??= messageNamed("EventRecord");
  return eventRecord;
}

export function isLocation(message: Message | undefined): boolean {
  return message?.name === "Location";
}

const eventTypeNames: Readonly<Record<number, string>> = enumTables.EventType;

/** Name of an event type number; a number the contract does not know becomes `EVENT_TYPE_<n>`. */
export function eventTypeName(number: number): string {
  return eventTypeNames[number] ?? `EVENT_TYPE_${number}`;
}
