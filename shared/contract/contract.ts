/**
 * The protobuf contract as linked tables: what each message holds, by field number for the decoder and by JSON name
 * for the canonical payload. Built once per process from the generated tables.
 */
import { enumTables, type FieldTuple, messageTables } from "./contract.gen.ts";

type ScalarType = "string" | "bytes" | "bool" | "int32" | "int64" | "float" | "double";

export interface EnumType {
  readonly names: Readonly<Record<number, string>>;
  /** False where 0 means "not said" (…_UNKNOWN, …NOT_AVAILABLE, NONE); proto3 does not put 0 on the wire. */
  readonly zeroSaysSomething: boolean;
}

export interface Field {
  readonly number: number;
  readonly json: string;
  readonly repeated: boolean;
  /** Member of the message's one oneof: the last one on the wire wins. */
  readonly inOneof: boolean;
  readonly scalar: ScalarType | "enum" | "message";
  readonly enumType: EnumType | undefined;
  /** Its message type, `undefined` for scalars and enums. */
  readonly message: Message | undefined;
}

export interface Message {
  readonly name: string;
  /** Sparse, by field number. */
  readonly byNumber: (Field | undefined)[];
  /** In order of JSON name. */
  readonly byName: Field[];
}

/** An enum's zero that stands for "nothing was said". */
const NOTHING_SAID = /(^|_)(UNKNOWN|NOT_AVAILABLE|NONE)$/;

const enumTypes = new Map<string, EnumType>(
  Object.entries(enumTables).map(([name, names]) => [
    name,
    { names, zeroSaysSomething: !NOTHING_SAID.test(names[0] ?? "") },
  ]),
);

const messages = new Map<string, Message>(
  Object.keys(messageTables).map((name) => [name, { name, byNumber: [], byName: [] }]),
);

function linkField([number, json, type, flags]: FieldTuple): Field {
  const [kind, typeName] = type.split(" ");
  const flag = { number, json, repeated: flags.includes("*"), inOneof: flags.includes("|") };
  if (kind === "enum") return { ...flag, scalar: "enum", enumType: enumTypes.get(typeName ?? ""), message: undefined };
  if (kind === "message")
    return { ...flag, scalar: "message", enumType: undefined, message: messages.get(typeName ?? "") };
  return { ...flag, scalar: type as ScalarType, enumType: undefined, message: undefined };
}

for (const [name, message] of messages) {
  for (const tuple of messageTables[name] ?? []) {
    const field = linkField(tuple);
    message.byNumber[field.number] = field;
    message.byName.push(field);
  }
  message.byName.sort((a, b) => (a.json < b.json ? -1 : 1));
}

/** The message called `name`; throws when the contract has none, which is a bug. */
export function messageNamed(name: string): Message {
  const message = messages.get(name);
  if (message === undefined) throw new Error(`The contract has no message ${name}`);
  return message;
}

export const eventRecordMessage = messageNamed("EventRecord");
export const locationMessage = messageNamed("Location");

/** Name of an event type number; a number the contract does not know becomes `EVENT_TYPE_<n>`. */
export function eventTypeName(number: number): string {
  return enumTables.EventType?.[number] ?? `EVENT_TYPE_${number}`;
}

/** The enum called `name`; throws when the contract has none, which is a bug. */
export function enumNamed(name: string): EnumType {
  const type = enumTypes.get(name);
  if (type === undefined) throw new Error(`The contract has no enum ${name}`);
  return type;
}
