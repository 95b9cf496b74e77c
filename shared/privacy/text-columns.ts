/** The row's texts, as the policy looks at them: derived from the columns' own declarations. */
import { type ColumnName, type ColumnsOfType, columnList, isPlaceColumn } from "../row.ts";
import type { FieldClass } from "./field-classes.ts";
import { meaningOf } from "./personal-fields.ts";
import { protectText } from "./personal-text.ts";
import type { TextField } from "./personal-values.ts";
import { applyToList, type Privacy } from "./privacy.ts";

/** Ids of the event and of the tenant: Cisco makes them, and two that became one would be one event or one tenant. */
const identity = ["record_uid", "event_type", "tenant_id", "partner_tenant_id", "pipeline"] as const;
/** Closed sets of words; the subject and the payload, which are protected by themselves. */
const others = ["event_family", "subject_kind", "presence", "subject_id", "payload"] as const;

type TextColumn = Exclude<ColumnsOfType<"string">, (typeof identity)[number] | (typeof others)[number]>;

export interface TextRule extends TextField {
  readonly name: TextColumn;
  readonly personal: FieldClass | undefined;
}

const excluded: ReadonlySet<ColumnName> = new Set<ColumnName>([...identity, ...others]);

const all: readonly TextRule[] = columnList
  .filter(({ name, type }) => type === "string" && !excluded.has(name))
  .map(({ name, personal }) => {
    const { holdsDeviceId, isAccessPoint, isVersion } = meaningOf(name);
    return { name: name as TextColumn, personal, holdsDeviceId, isAccessPoint, isVersion };
  });

/** By column, for the readers of a row that are in its hot path and name the columns one by one. */
export const rules = Object.fromEntries(all.map((rule) => [rule.name, rule])) as Readonly<Record<TextColumn, TextRule>>;

/** What says where it is: the same for every event of a place. */
export const placeTexts = all.filter(({ name }) => isPlaceColumn(name));
export const ownTexts = all.filter(({ name }) => !isPlaceColumn(name));

/** What may be stored of a text: by its name, else by its form. */
export function protectNamed(
  value: string,
  field: TextField,
  fieldClass: FieldClass | undefined,
  privacy: Privacy,
): string | undefined {
  if (fieldClass === undefined || privacy.policy[fieldClass] === "keep") return protectText(value, field, privacy);
  return applyToList(privacy, fieldClass, value);
}
