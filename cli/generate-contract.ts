/**
 * Writes shared/contract/contract.gen.ts from the .proto: every message an EventRecord can hold, as plain tables that
 * the decoder and the canonical writer walk. Run by `npm run generate`; a test fails when the two differ.
 */
import { writeFileSync } from "node:fs";
import protobuf from "protobufjs";
import { CONTRACT_PACKAGE, contractProto, jsonName } from "./contract-proto.ts";

const outputUrl = new URL("../shared/contract/contract.gen.ts", import.meta.url);

function shortName(type: protobuf.ReflectionObject): string {
  return type.fullName.slice(`.${CONTRACT_PACKAGE}`.length);
}

function reachableFrom(root: protobuf.Type): { messages: Set<protobuf.Type>; enums: Set<protobuf.Enum> } {
  const messages = new Set<protobuf.Type>([root]);
  const enums = new Set<protobuf.Enum>();
  for (const message of messages) {
    for (const { resolvedType } of message.fieldsArray) {
      if (resolvedType instanceof protobuf.Type) messages.add(resolvedType);
      if (resolvedType instanceof protobuf.Enum) enums.add(resolvedType);
    }
  }
  return { messages, enums };
}

function fieldSource(field: protobuf.Field): string {
  const flags = `${field.repeated ? "*" : ""}${field.partOf === null ? "" : "|"}`;
  const start = `    [${field.id}, "${jsonName(field.name)}"`;
  if (field.resolvedType === null) return `${start}, "${field.type}", "${flags}"],`;
  const kind = field.resolvedType instanceof protobuf.Enum ? "enum" : "message";
  return `${start}, "${kind}", "${flags}", "${shortName(field.resolvedType)}"],`;
}

/** The text of contract.gen.ts. */
export function contractSource(): string {
  const { messages, enums } = reachableFrom(contractProto().lookupType(`${CONTRACT_PACKAGE}EventRecord`));
  const enumLines = [...enums].map(
    (type) =>
      `  "${shortName(type)}": { ${Object.entries(type.values)
        .map(([name, number]) => `${number}: "${name}"`)
        .join(", ")} },`,
  );
  const messageLines = [...messages].map(
    (type) => `  "${shortName(type)}": [\n${type.fieldsArray.map(fieldSource).join("\n")}\n  ],`,
  );
  return [
    "// Generated from firehose-api-v1.proto by `npm run generate`; do not edit.",
    "",
    "export const enumTables = {",
    ...enumLines,
    "} as const;",
    "",
    "/** Per field: number, JSON name, kind, flags (* repeated, | member of a oneof), and the name of its message or enum. */",
    "export const messageTables = {",
    ...messageLines,
    "} as const;",
    "",
  ].join("\n");
}

if (import.meta.main) writeFileSync(outputUrl, contractSource());
