/** A policy at work on single values. Everything that is stored passes through `apply`: row and payload alike. */
import type { Pseudonymise } from "../ports.ts";
import { type FieldClass, fieldClasses } from "./field-classes.ts";
import { canonicalMacAddress } from "./personal-values.ts";
import type { PrivacyPolicy } from "./policy.ts";

export interface Privacy {
  /** What may be stored of a value of this class; `undefined` when nothing may. */
  apply(fieldClass: FieldClass, value: string): string | undefined;
  readonly policy: PrivacyPolicy;
}

type Apply = (value: string) => string | undefined;

/** The same devices are heard again and again, and a pseudonym costs twenty times a look-up; an entry has about 200 bytes. */
const MAX_REMEMBERED = 50_000;

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
      return remembering((value) => pseudonymise(canonical(fieldClass, value)));
  }
}

function remembering(make: (value: string) => string): Apply {
  const remembered = new Map<string, string>();
  return (value) => {
    const known = remembered.get(value);
    if (known !== undefined) return known;
    const made = make(value);
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(value, made);
    return made;
  };
}

/** One person or device is written in several ways; all must give the same pseudonym. */
function canonical(fieldClass: FieldClass, value: string): string {
  if (fieldClass === "mac_address") return canonicalMacAddress(value);
  if (fieldClass === "email") return value.trim().toLowerCase();
  return value;
}
