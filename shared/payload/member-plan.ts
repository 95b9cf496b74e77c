/** What is known of an object's members before their values are: worked out once for each message of the contract. */
import type { Field, Message } from "../contract/contract.ts";
import type { FieldClass } from "../privacy/field-classes.ts";
import { classOfField, type FieldMeaning, meaningOf, NO_MEANING, type Owner } from "../privacy/personal-fields.ts";
import type { TextField } from "../privacy/personal-values.ts";
import { isDefault } from "./defaults.ts";

export interface MemberPlan extends TextField {
  /** `undefined` for what the contract does not have. */
  readonly field: Field | undefined;
  readonly fieldClass: FieldClass | undefined;
  readonly classAsText: FieldClass | undefined;
  /** Whose its content is. */
  readonly owner: Owner;
  readonly isPeople: boolean;
  readonly isText: boolean;
  readonly isNumeric: boolean;
}

interface KnownMember extends MemberPlan {
  readonly field: Field;
  readonly name: string;
  /** `{"name":` and `,"name":` */
  readonly key: string;
  readonly separatedKey: string;
  readonly isNothingWhenAbsent: boolean;
}

export interface MessagePlan {
  readonly members: readonly KnownMember[];
  readonly names: ReadonlySet<string>;
  /** One member names what another holds: `{ key, values }`. */
  readonly isPair: boolean;
}

export const noPlan: MessagePlan = { members: [], names: new Set(), isPair: false };

export function messagePlans(): (message: Message, owner: Owner) => MessagePlan {
  const byOwner: Record<Owner, Map<Message, MessagePlan>> = {
    person: new Map(),
    device: new Map(),
    thing: new Map(),
    nobody: new Map(),
  };
  return (message, owner) => {
    const known = byOwner[owner].get(message);
    if (known !== undefined) return known;
    const plan = planOf(message, owner);
    byOwner[owner].set(message, plan);
    return plan;
  };
}

function planOf(message: Message, owner: Owner): MessagePlan {
  const names = new Set(message.byName.map(({ json }) => json));
  const isPair = (names.has("key") || names.has("name")) && names.has("values");
  return { members: message.byName.map((field) => knownMember(field, owner)), names, isPair };
}

function knownMember(field: Field, owner: Owner): KnownMember {
  const key = JSON.stringify(field.json);
  const isNumeric = field.scalar === "int32" || field.scalar === "int64" || field.scalar === "double";
  const member = memberOf(meaningOf(field.json), owner, field);
  // The contract's numbers are counts and readings: the `age` of a battery.
  const isFigure = isNumeric || field.scalar === "float" || field.scalar === "bool";
  return {
    ...member,
    ...(isFigure && { fieldClass: undefined, classAsText: undefined }),
    field,
    isNumeric,
    name: field.json,
    key: `{${key}:`,
    separatedKey: `,${key}:`,
    isNothingWhenAbsent: isDefault(undefined, field),
  };
}

/** A member the contract does not have. */
export function unknownMember(name: string, owner: Owner): MemberPlan {
  const meaning = meaningOf(name);
  return meaning === NO_MEANING ? meaningless[owner] : memberOf(meaning, owner, undefined);
}

const meaningless: Readonly<Record<Owner, MemberPlan>> = {
  person: memberOf(NO_MEANING, "person", undefined),
  device: memberOf(NO_MEANING, "device", undefined),
  thing: memberOf(NO_MEANING, "thing", undefined),
  nobody: memberOf(NO_MEANING, "nobody", undefined),
};

function memberOf(meaning: FieldMeaning, owner: Owner, field: Field | undefined): MemberPlan {
  return {
    field,
    fieldClass: classOfField(meaning, owner),
    classAsText: meaning.classAsText,
    owner: meaning.owner ?? owner,
    isPeople: meaning.isPeople,
    holdsDeviceId: meaning.holdsDeviceId || (meaning.isPlainId && owner === "device"),
    isAccessPoint: meaning.isAccessPoint,
    isVersion: meaning.isVersion,
    isText: field?.scalar === "string",
    isNumeric: false,
  };
}
