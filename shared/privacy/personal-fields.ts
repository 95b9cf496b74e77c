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
const versionWords = new Set(["os", "version", "versions", "firmware", "software", "build", "release", "revision"]);
const DEVICE_ID = new Set([...devices.map((device) => `${device} id`), "identifier"]);
const SHORTEST_TELLING_END = Math.min(...tellingEnds.map(([end]) => end.length));
const ownerByWord: ReadonlyMap<string, Owner> = new Map<string, Owner>([
  ...people.map((word) => [word, "person"] as const),
  ...things.map((word) => [word, "thing"] as const),
  ...devices.map((word) => [word, "device"] as const),
]);

const lastWords: ReadonlySet<string> = new Set(
  [
    ...[classByEnding, classByName, classInPerson].flatMap((classes) => [...classes.keys()]),
    ...[...DEVICE_ID, ...people, ...things, ...devices, ...fillers],
  ].map((phrase) => phrase.slice(phrase.lastIndexOf(" ") + 1)),
);

/** Of most names there is nothing to say. */
export const NO_MEANING: FieldMeaning = {
  fieldClass: undefined,
  classInPerson: undefined,
  classAsText: undefined,
  owner: undefined,
  isPeople: false,
  isDisplayName: false,
  holdsDeviceId: false,
  isPlainId: false,
  isAccessPoint: false,
  isVersion: false,
};

function meaning(name: string): FieldMeaning {
  const list = withoutNumber(wordsOf(name));
  const variants = variantsOf(list.at(-1) ?? "");
  const isVersion = list.some((word) => versionWords.has(word));
  if (!variants.some((variant) => lastWords.has(variant))) {
    const fieldClass = tailClass(variants[0] ?? "");
    return fieldClass === undefined && !isVersion ? NO_MEANING : { ...NO_MEANING, fieldClass, isVersion };
  }
  const words = list.join(" ");
  const endings = endingsOf(list, variants);
  const owner = ownerOf(list, words);
  const isAccessPoint = ACCESS_POINT.test(words);
  return {
    fieldClass: isAccessPoint
      ? undefined
      : (first(endings, classByEnding) ?? classByName.get(words) ?? tailClass(words)),
    classInPerson: inPerson(words),
    classAsText:
      owner !== "person" || words === "name" ? undefined : list.at(-1)?.startsWith("user") ? "user_id" : "name",
    owner,
    isPeople: owner === "person" && (words.endsWith("s") || words.endsWith("people")),
    isDisplayName: words === "display name" || words === "displayname",
    holdsDeviceId: endings.some((ending) => DEVICE_ID.has(ending)),
    isPlainId: words === "id",
    isAccessPoint,
    isVersion,
  };
}

/** Any name within a person is a person's; the other words are only where they are the whole name (not `deviceIds`). */
function inPerson(words: string): FieldClass | undefined {
  return (
    classInPerson.get(words) ??
    classInPerson.get(words.replace(/s$/, "")) ??
    (words.endsWith(" name") ? "name" : undefined)
  );
}

/** `first_name_1`: the number says nothing. */
function withoutNumber(words: readonly string[]): readonly string[] {
  const last = words.at(-1) ?? "";
  return words.length > 1 && /^\d+$/.test(last) ? words.slice(0, -1) : words;
}

/** A word as it stands, without a number at its end, and without a plural's s or es. */
function variantsOf(word: string): readonly string[] {
  let end = word.length;
  while (end > 1 && isDigit(word.charCodeAt(end - 1))) end--;
  const base = word.slice(0, end);
  if (!base.endsWith("s")) return base === word ? [word] : [word, base];
  const singular = base.endsWith("sses") ? base.slice(0, -2) : base.slice(0, -1);
  return base === word ? [word, singular] : [word, base, singular];
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** The last three, two and one words in each variant of the last one; longest first. */
function endingsOf(words: readonly string[], variants: readonly string[]): readonly string[] {
  const [second, third] = [words.at(-2), words.at(-3)];
  const heads = [""];
  if (second !== undefined) heads.unshift(`${second} `);
  if (third !== undefined) heads.unshift(`${third} ${second} `);
  return heads.flatMap((head) => variants.map((variant) => head + variant));
}

function first(endings: readonly string[], classes: ReadonlyMap<string, FieldClass>): FieldClass | undefined {
  for (const ending of endings) {
    const found = classes.get(ending);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A name all in lower case has no words to tell apart. */
function tailClass(words: string): FieldClass | undefined {
  if (words.length < SHORTEST_TELLING_END) return undefined;
  const singular = words.endsWith("sses") ? words.slice(0, -2) : words.replace(/s$/, "");
  return tellingEnds.find(([end]) => words.endsWith(end) || singular.endsWith(end))?.[1];
}

function ownerOf(list: readonly string[], words: string): Owner | undefined {
  // `magnetContact` is a switch; `name: { given, family }` is a person's.
  if (words === "contact" || words === "contacts" || words === "name") return "person";
  const last = list.at(-1) ?? "";
  const word = list.length > 1 && fillers.has(singularOf(last)) ? (list.at(-2) ?? "") : last;
  return ownerByWord.get(word) ?? ownerByWord.get(singularOf(word));
}

function singularOf(word: string): string {
  return word.endsWith("s") ? word.slice(0, -1) : word;
}

/** The class of a field within `owner`, `undefined` for what its name does not say to be personal. */
export function classOfField(field: FieldMeaning, owner: Owner): FieldClass | undefined {
  if (owner === "person") return field.fieldClass ?? field.classInPerson;
  return field.isDisplayName && owner !== "nobody" ? undefined : field.fieldClass;
}
