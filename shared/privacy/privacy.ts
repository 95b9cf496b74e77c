/** A policy at work on single values. Everything that is stored passes through `apply`: row and payload alike. */
import type { Pseudonymise } from "../ports.ts";
import { canonical } from "./canonical.ts";
import { type FieldClass, fieldClasses } from "./field-classes.ts";
import type { PrivacyPolicy } from "./policy.ts";
import { type Bounds, remembering } from "./remembering.ts";

export interface Privacy {
  /** What may be stored of a value of this class; `undefined` when nothing may. */
  apply(fieldClass: FieldClass, value: string): string | undefined;
  readonly policy: PrivacyPolicy;
}

type Apply = (value: string) => string | undefined;

/**
 * The same devices are heard again and again, and a pseudonym costs twenty times a look-up. An entry has about 200 bytes
 * and its value: 15 MB in all for each class.
 */
const REMEMBERED: Bounds = { longest: 256, entries: 50_000, characters: 2_500_000 };

export function privacy(policy: PrivacyPolicy, pseudonymise: Pseudonymise): Privacy {
  const byClass = Object.fromEntries(
    fieldClasses.map((fieldClass) => [fieldClass, applyFor(policy, fieldClass, pseudonymise)]),
  ) as Record<FieldClass, Apply>;
  return { policy, apply: (fieldClass, value) => byClass[fieldClass](value) };
}

function applyFor(policy: PrivacyPolicy, fieldClass: FieldClass, pseudonymise: Pseudonymise): Apply {
  switch (policy[fieldClass]) {
    case "keep":
      return (value) => value;
    case "drop":
      return () => undefined;
    case "hmac":
      return remembering((value) => pseudonymise(canonical(fieldClass, value)), REMEMBERED);
  }
}

/** Parts of one text; a text of more is one value. */
const LONGEST_LIST = 256;

/** Of a field that says its class: lists of addresses come in one text, too (`X-Forwarded-For`). */
export function applyToList(privacy: Privacy, fieldClass: FieldClass, value: string): string | undefined {
  const isList = (fieldClass === "mac_address" || fieldClass === "ip_address") && value.includes(",");
  if (!isList || privacy.policy[fieldClass] !== "hmac") return privacy.apply(fieldClass, value);
  const parts = value.split(",", LONGEST_LIST + 1);
  if (parts.length > LONGEST_LIST) return privacy.apply(fieldClass, value);
  return parts.map((part) => privacy.apply(fieldClass, part)).join(",");
}

/** A pseudonym costs 5 µs; a record of 1 MiB has room for a hundred thousand short values. */
const MOST_PER_EVENT = 4_096;

/** A policy that lets no more personal values of one event through than an event can honestly have; `begin` with each event. */
export function rationed(privacy: Privacy): Privacy & { begin(): void } {
  let left = MOST_PER_EVENT;
  return {
    policy: privacy.policy,
    begin() {
      left = MOST_PER_EVENT;
    },
    apply(fieldClass, value) {
      return left-- > 0 ? privacy.apply(fieldClass, value) : undefined;
    },
  };
}
