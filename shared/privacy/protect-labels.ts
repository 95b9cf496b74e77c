/** The policy on a row's labels: by name, then by the value's form. */
import { classOfLabel } from "../labels.ts";
import type { FieldClass } from "./field-classes.ts";
import { meaningOf } from "./personal-fields.ts";
import { protectText } from "./personal-text.ts";
import type { TextField } from "./personal-values.ts";
import type { Privacy } from "./privacy.ts";
import { remembering } from "./remembering.ts";
import { protectNamed } from "./text-columns.ts";

interface LabelRule extends TextField {
  readonly fieldClass: FieldClass | undefined;
}

const ruleOf = remembering(
  (name): LabelRule => {
    const { holdsDeviceId, isAccessPoint, isVersion } = meaningOf(name);
    return { fieldClass: classOfLabel(name), holdsDeviceId, isAccessPoint, isVersion };
  },
  { longest: 100, entries: 1_024, characters: 100_000 },
);

/** A new map: deleting from the old one would turn it into a slow one. */
export function protectLabels(
  labels: Readonly<Record<string, string>>,
  privacy: Privacy,
): Record<string, string> | undefined {
  let safe: Record<string, string> | undefined;
  for (const name in labels) {
    const kept = protectLabel(name, labels[name] as string, privacy);
    if (kept === undefined) continue;
    safe ??= {};
    safe[name] = kept;
  }
  return safe;
}

function protectLabel(name: string, value: string, privacy: Privacy): string | undefined {
  const rule = ruleOf(name);
  if (name === "metadata") return protectMetadata(value, rule, privacy);
  // The network's name in it is data.
  if (name.endsWith("_handle") && protectText(name, rule, privacy) !== name) return undefined;
  return protectNamed(value, rule, rule.fieldClass, privacy);
}

/** `floor=2;contactEmail=…`: what the administrator named, each by its name. */
function protectMetadata(value: string, field: TextField, privacy: Privacy): string | undefined {
  const kept = value.split(";").map((pair) => {
    const at = pair.indexOf("=");
    const name = protectText(pair.slice(0, Math.max(at, 0)), field, privacy);
    const meaning = meaningOf(name ?? "");
    const fieldClass = meaning.fieldClass ?? meaning.classAsText;
    const text = name === undefined ? undefined : protectNamed(pair.slice(at + 1), field, fieldClass, privacy);
    return text === undefined ? undefined : at === -1 ? text : `${name}=${text}`;
  });
  return kept.filter((pair) => pair !== undefined).join(";") || undefined;
}
