/** The contract's .proto, for what is made of it: the core's tables, and the protobuf of simulator and tests. */
import { readFileSync } from "node:fs";
import protobuf from "protobufjs";

const protoUrl = new URL("../shared/contract/firehose-api-v1.proto", import.meta.url);

/** Before a message's or an enum's name. */
export const CONTRACT_PACKAGE = "firehose_api_v1.";

export function contractProto(): protobuf.Root {
  // keepCase: camel-casing i_beacon would collide with the message iBeacon nested in the same type.
  const { root } = protobuf.parse(readFileSync(protoUrl, "utf8"), { keepCase: true });
  root.resolveAll();
  return root;
}

/** A field's name in the event's JSON. */
export function jsonName(fieldName: string): string {
  return fieldName.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
