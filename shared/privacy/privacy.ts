/** A policy at work on single values. Everything that is stored passes through `apply`: row and payload alike. */
import type { Pseudonymise } from "../ports.ts";
import { isMacAddress } from "./personal-fields.ts";
import type { FieldClass, PrivacyPolicy } from "./policy.ts";

export interface Privacy {
  /** What may be stored of a value of this class; `undefined` when nothing may. */
  apply(fieldClass: FieldClass, value: string): string | undefined;
  readonly policy: PrivacyPolicy;
}

export function privacy(policy: PrivacyPolicy, pseudonymise: Pseudonymise): Privacy {
  return {
    policy,
    apply(fieldClass, value) {
      switch (policy[fieldClass]) {
        case "keep":
          return value;
        case "drop":
          return undefined;
        case "hmac":
          return pseudonymise(canonical(fieldClass, value));
      }
    },
  };
}

/** One person or device is written in several ways; all must give the same pseudonym. */
function canonical(fieldClass: FieldClass, value: string): string {
  if (fieldClass === "mac_address")
    return isMacAddress(value) ? value.toLowerCase().replaceAll("-", ":") : value.toLowerCase();
  if (fieldClass === "email") return value.trim().toLowerCase();
  return value;
}
