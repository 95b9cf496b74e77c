/**
 * The `payload` column: everything an event carries, as JSON with its fields in order and the privacy policy applied.
 * Both encodings of an event give the same text: what proto3 leaves off the wire (0, false, "", empty lists, enum
 * members that say nothing) is left out here too, for fields the contract has. What it does not have is kept as sent.
 */
import { isLocation, type Message } from "../contract/contract.ts";
import { isObject, type JsonObject } from "../event/event-record.ts";
import { enumName, number, single } from "../event/values.ts";
import { zeroOfContract } from "../event/zero.ts";
import type { FieldClass } from "../privacy/field-classes.ts";
import type { Owner } from "../privacy/personal-fields.ts";
import { isDeviceId, protectSuspect, protectText } from "../privacy/personal-text.ts";
import { look, NEEDS_ESCAPES, SUSPECT, type TextField } from "../privacy/personal-values.ts";
import { applyToList, type Privacy, rationed } from "../privacy/privacy.ts";
import { isDefault } from "./defaults.ts";
import { type MemberPlan, type MessagePlan, messagePlans, noPlan, unknownMember } from "./member-plan.ts";

/** Canonical JSON of a payload, which is a `message` of the contract where one is given and stood in the field `name`. The decoder has bounded its depth. */
export type CanonicalPayload = (payload: JsonObject, message: Message | undefined, name?: string) => string;

interface Context {
  readonly privacy: Privacy;
  readonly planOf: (message: Message, owner: Owner) => MessagePlan;
  /** Events share their location trees, so a tree's text is kept for as long as the tree is. */
  readonly locationTexts: WeakMap<JsonObject, string>;
}

/** A writer for one policy. */
export function canonicalPayloads(privacy: Privacy): CanonicalPayload {
  const ration = rationed(privacy);
  const context: Context = { privacy: ration, planOf: messagePlans(), locationTexts: new WeakMap() };
  return (payload, message, name = "") => {
    ration.begin();
    const { owner, isPeople } = unknownMember(name, "nobody");
    return membersText(payload, message, owner, isPeople, context);
  };
}

/** Not JSON, so that it is never mistaken for a value. */
const DROPPED = "";

function objectText(value: JsonObject, plan: MemberPlan, context: Context): string {
  const message = plan.field?.message;
  if (!isLocation(message)) return membersText(value, message, plan.owner, plan.isPeople, context);
  const known = context.locationTexts.get(value);
  if (known !== undefined) return known;
  const text = membersText(value, message, "thing", false, context);
  context.locationTexts.set(value, text);
  return text;
}

/** `owner` is whose fields these are; `isPeople` where they are keyed by people's ids. */
function membersText(
  value: JsonObject,
  message: Message | undefined,
  owner: Owner,
  isPeople: boolean,
  context: Context,
): string {
  const plan = message === undefined ? noPlan : context.planOf(message, owner);
  // Joined and not added up: a text of many pieces would be a tree of strings for as long as its row is kept.
  const members: string[] = [];
  let seen = 0;
  for (const member of plan.members) {
    const content = value[member.name];
    if (content !== undefined) seen++;
    else if (member.isNothingWhenAbsent || isDrifted(value, message)) continue;
    if (isDefault(content, member.field)) continue;
    const fieldClass = plan.isPair ? (pairClass(value, member.name, owner) ?? member.fieldClass) : member.fieldClass;
    const text = memberText(content, member, fieldClass, context);
    if (text !== DROPPED) members.push(members.length === 0 ? member.key : member.separatedKey, text);
  }
  const names = Object.keys(value);
  if (names.length > seen) {
    const others = message === undefined ? names : names.filter((name) => !plan.names.has(name));
    for (const name of others.sort()) {
      const member = unknownMember(name, owner);
      const content = value[name];
      const fieldClass = pairClass(value, name, owner) ?? member.fieldClass;
      const text = content === undefined ? DROPPED : memberText(content, member, fieldClass, context);
      const shown = text === DROPPED ? undefined : shownName(name, isPeople && isObject(content), context);
      if (shown !== undefined) members.push(`${members.length === 0 ? "{" : ","}${JSON.stringify(shown)}:`, text);
    }
  }
  if (members.length === 0) return "{}";
  members.push("}");
  return members.join("");
}

/** An enum's first member is said by its absence, but not in a message whose names have drifted. */
function isDrifted(value: JsonObject, message: Message | undefined): boolean {
  return message === undefined || zeroOfContract(message, value) === undefined;
}

/** `{ key: "email", value: … }`: the class of what one member names and the other holds. */
function pairClass(value: JsonObject, name: string, owner: Owner): FieldClass | undefined {
  if (name !== "value" && name !== "values") return undefined;
  const told = value.key ?? value.name ?? value.field ?? value.attribute ?? value.label ?? value.type;
  if (typeof told !== "string") return undefined;
  const member = unknownMember(told, owner);
  return member.fieldClass ?? member.classAsText;
}

const anyText: TextField = { holdsDeviceId: false, isAccessPoint: false, isVersion: false };

/** A field's name can be data: an address, a person's id. */
function shownName(name: string, isPersonsId: boolean, { privacy }: Context): string | undefined {
  return isPersonsId ? privacy.apply("user_id", name) : protectText(name, anyText, privacy);
}

function memberText(value: unknown, plan: MemberPlan, fieldClass: FieldClass | undefined, context: Context): string {
  if (fieldClass !== undefined && context.privacy.policy[fieldClass] !== "keep") {
    return personalText(fieldClass, value, context.privacy);
  }
  if (!Array.isArray(value)) return itemText(value, plan, context);
  let items = "";
  for (let index = 0; index < value.length; index++) {
    items += index === 0 ? itemText(value[index], plan, context) : `,${itemText(value[index], plan, context)}`;
  }
  return `[${items}]`;
}

function personalText(fieldClass: FieldClass, value: unknown, privacy: Privacy): string {
  // How many there are is no name: `attendees: 12`.
  if (fieldClass === "name" && (typeof value === "number" || typeof value === "boolean")) return JSON.stringify(value);
  if (privacy.policy[fieldClass] === "drop" || value === null || value === "") return DROPPED;
  if (Array.isArray(value)) {
    const items = value.map((item) => personalText(fieldClass, item, privacy));
    return `[${items.filter((item) => item !== DROPPED).join(",")}]`;
  }
  return JSON.stringify(
    applyToList(privacy, fieldClass, typeof value === "object" ? JSON.stringify(value) : String(value)) ?? null,
  );
}

/** One value as its field has it, both encodings alike; of another shape, or of an unknown field, as it came. */
function itemText(value: unknown, plan: MemberPlan, context: Context): string {
  if (isObject(value)) return objectText(value, plan, context);
  if (Array.isArray(value))
    return `[${value.map((item) => itemText(item, { ...plan, field: undefined }, context)).join(",")}]`;
  const { field } = plan;
  if (field?.enumType !== undefined) {
    const name = enumName(field.enumType, value, 0) ?? value ?? null;
    return typeof name === "string" ? textText(name, plan, context) : JSON.stringify(name);
  }
  if (typeof value === "string" && plan.isText) return textText(value, plan, context);
  const parsed = field?.scalar === "float" ? single(value) : plan.isNumeric ? number(value) : undefined;
  // As JSON has it: −0 is 0.
  if (parsed !== undefined) return `${parsed}`;
  return typeof value === "string" ? textText(value, plan, context) : JSON.stringify(value ?? null);
}

function textText(value: string, plan: MemberPlan, { privacy }: Context): string {
  const fieldClass = plan.classAsText;
  if (fieldClass !== undefined && privacy.policy[fieldClass] !== "keep") {
    return JSON.stringify(privacy.apply(fieldClass, value) ?? null);
  }
  const looks = look(value);
  if ((looks & SUSPECT) !== 0 || isDeviceId(value, plan)) {
    return JSON.stringify(protectSuspect(value, plan, privacy) ?? null);
  }
  return (looks & NEEDS_ESCAPES) === 0 ? `"${value}"` : JSON.stringify(value);
}
