/** Events as Cisco would send them in protobuf: JSON objects → bytes, by the contract's own .proto. */
import protobuf from "protobufjs";
import { CONTRACT_PACKAGE, contractProto, jsonName } from "./contract-proto.ts";

type JsonObject = Record<string, unknown>;

export interface ProtobufEncoder {
  /** The event's bytes. Throws a RangeError for an event that the public contract cannot express. */
  encode(event: JsonObject): Uint8Array;
  /** Whether its type and its payload are in the contract; those of v2.0 and of partners are not. */
  canEncode(event: JsonObject): boolean;
}

export function protobufEncoder(): ProtobufEncoder {
  const root = contractProto();
  const eventRecord = root.lookupType(`${CONTRACT_PACKAGE}EventRecord`);
  const eventTypes = root.lookupEnum(`${CONTRACT_PACKAGE}EventType`).values;
  const byJsonName = jsonNames();
  const canEncode = (event: JsonObject) => {
    const fields = byJsonName(eventRecord);
    return (
      typeof event.eventType === "string" &&
      event.eventType in eventTypes &&
      Object.keys(event).every((name) => fields.has(name))
    );
  };
  return {
    canEncode,
    encode(event) {
      if (!canEncode(event)) throw new RangeError("The public protobuf contract has no such event type or payload");
      return eventRecord.encode(eventRecord.fromObject(withFieldNames(event, eventRecord, byJsonName))).finish();
    },
  };
}

type FieldsByJsonName = (type: protobuf.Type) => ReadonlyMap<string, protobuf.Field>;

function jsonNames(): FieldsByJsonName {
  const cache = new Map<protobuf.Type, ReadonlyMap<string, protobuf.Field>>();
  return (type) => {
    const known = cache.get(type) ?? new Map(type.fieldsArray.map((field) => [jsonName(field.name), field]));
    cache.set(type, known);
    return known;
  };
}

/** The same message with the contract's snake_case names; fields it does not have are left out. */
function withFieldNames(message: JsonObject, type: protobuf.Type, byJsonName: FieldsByJsonName): JsonObject {
  const renamed: JsonObject = {};
  for (const [name, field] of byJsonName(type)) {
    const value = message[name];
    if (value === undefined || value === null) continue;
    const { resolvedType } = field;
    const rename = (item: unknown) =>
      resolvedType instanceof protobuf.Type ? withFieldNames(item as JsonObject, resolvedType, byJsonName) : item;
    renamed[field.name] = Array.isArray(value) ? value.map(rename) : rename(value);
  }
  return renamed;
}
