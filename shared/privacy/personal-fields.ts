/** What a field's name says of its value: whether it is personal data, and whose. Told by the words it ends in. */
import type { FieldClass } from "./field-classes.ts";
import {
  classByEnding,
  classByName,
  classInPerson,
  devices,
  fillers,
  people,
  tellingEnds,
  things,
} from "./field-vocabulary.ts";
import { wordsOf } from "./field-words.ts";
import { remembering } from "./remembering.ts";

/** Whose an object's fields are: within a person a mere `name` is personal, within a device a bare id can be a MAC address. */
export type Owner = "person" | "device" | "thing" | "nobody";

export interface FieldMeaning {
  /** Its class wherever it stands. */
  readonly fieldClass: FieldClass | undefined;
  /** Its class within a person, where it has none elsewhere. */
  readonly classInPerson: FieldClass | undefined;
  /** Its class where a text stands for the person: `user: "ada"`, `visitor: "Ada"`. */
  readonly classAsText: FieldClass | undefined;
  /** Who owns what it holds; `undefined` for whoever owns what is around it. */
  readonly owner: Owner | undefined;
  /** The keys of the object are people's ids: `users: { u1: … }`. */
  readonly isPeople: boolean;
  /** A thing's name is none of a person's: `device.displayName`. */
  readonly isDisplayName: boolean;
  /** Twelve hexadecimal digits are a MAC address here. */
  readonly holdsDeviceId: boolean;
  readonly isPlainId: boolean;
  /** The access point's own address, which is nobody's. */
  readonly isAccessPoint: boolean;
  /** Four numbers with dots are a version here, no IP address. */
  readonly isVersion: boolean;
}

/** Names are few; where they are data they are as many as values. */
export const meaningOf = remembering(meaning, { longest: 100, entries: 4_096, characters: 200_000 });

const ACCESS_POINT = /^ap (mac|mac addr|mac address)(s|es)?$/;
const VERSION = /(^| )(os|version|versions|firmware|software|build|release|revision)( |$)/;
const DEVICE_ID = new Set([...devices.map((device) => `${device} id`), "tp device id", "identifier"]);
const peopleWords = new Set(people);
const thingWords = new Set(things);
const deviceWords = new Set(devices);

function meaning(name: string): FieldMeaning {
  const words = wordsOf(name);
  const list = words.split(" ");
  const endings = endingsOf(list);
  const owner = ownerOf(list, words);
  const isAccessPoint = ACCESS_POINT.test(words);
  return {
    fieldClass: isAccessPoint
      ? undefined
      : (first(endings, classByEnding) ?? classByName.get(words) ?? tailClass(words)),
    // Any name within a person is a person's; the other words are only where they are the whole name (`deviceIds`).
    classInPerson:
      classInPerson.get(words) ??
      classInPerson.get(words.replace(/s$/, "")) ??
      (words.endsWith(" name") ? "name" : undefined),
    classAsText:
      owner !== "person" || words === "name" ? undefined : list.at(-1)?.startsWith("user") ? "user_id" : "name",
    owner,
    isPeople: owner === "person" && (words.endsWith("s") || words.endsWith("people")),
    isDisplayName: words === "display name" || words === "displayname",
    holdsDeviceId: endings.some((ending) => DEVICE_ID.has(ending)),
    isPlainId: words === "id",
    isAccessPoint,
    isVersion: VERSION.test(words),
  };
}

/** The last three, two and one words, the last one as it stands, in the singular, and without a number; longest first. */
function endingsOf(words: readonly string[]): readonly string[] {
  const last = words.at(-1) ?? "";
  const base = last.replace(/(?<=[a-z])\d{1,3}$/, "");
  const variants = [last, base.endsWith("sses") ? base.slice(0, -2) : base.replace(/s$/, ""), base];
  const before = words.slice(-3, -1);
  const heads =
    before.length === 2
      ? [`${before.join(" ")} `, `${before[1]} `, ""]
      : before.length === 1
        ? [`${before[0]} `, ""]
        : [""];
  return heads.flatMap((head) => variants.map((variant) => head + variant));
}

function first(endings: readonly string[], classes: ReadonlyMap<string, FieldClass>): FieldClass | undefined {
  for (const ending of endings) {
    const found = classes.get(ending);
    if (found !== undefined) return found;
  }
  return undefined;
}

function tailClass(words: string): FieldClass | undefined {
  const singular = words.replace(/(?<=ss)es$|s$/, "");
  return tellingEnds.find(([end]) => words.endsWith(end) || singular.endsWith(end))?.[1];
}

function ownerOf(list: readonly string[], words: string): Owner | undefined {
  let last = list.at(-1) ?? "";
  if (list.length > 1 && fillers.has(last.replace(/s$/, ""))) last = list.at(-2) ?? "";
  const singular = last.replace(/s$/, "");
  // `magnetContact` is a switch; `name: { given, family }` is a person's.
  if (words === "contact" || words === "contacts" || words === "name") return "person";
  if (peopleWords.has(last) || peopleWords.has(singular)) return "person";
  if (deviceWords.has(last) || deviceWords.has(singular)) return "device";
  return thingWords.has(last) || thingWords.has(singular) ? "thing" : undefined;
}

/** The class of a field within `owner`, `undefined` for what its name does not say to be personal. */
export function classOfField(field: FieldMeaning, owner: Owner): FieldClass | undefined {
  if (owner === "person") return field.fieldClass ?? field.classInPerson;
  return field.isDisplayName && owner !== "nobody" ? undefined : field.fieldClass;
}
