/** What happens to personal data before anything is stored: per class of field `keep`, `hmac` or `drop`. */
import type { Result } from "../outcome.ts";
import { type FieldClass, fieldClasses } from "./field-classes.ts";

const actions = ["keep", "hmac", "drop"] as const;

/** `hmac` replaces a value by a keyed pseudonym, so that a device can be followed but not recognised. */
type PrivacyAction = (typeof actions)[number];

export type PrivacyPolicy = Readonly<Record<FieldClass, PrivacyAction>>;

/**
 * A network's name is rarely a person's, and every network dashboard needs it: `ssid` is kept unless told otherwise.
 * So are `unknown_fields`, protobuf fields newer than the public contract: they cannot be looked into, only kept or lost.
 */
export const defaultPrivacyPolicy: PrivacyPolicy = {
  mac_address: "hmac",
  ip_address: "hmac",
  user_id: "hmac",
  social_handle: "hmac",
  name: "drop",
  email: "drop",
  phone: "drop",
  postal_code: "drop",
  gender: "drop",
  attributes: "drop",
  social_profile: "drop",
  ssid: "keep",
  unknown_fields: "keep",
};

export function needsKey(policy: PrivacyPolicy): boolean {
  return Object.values(policy).includes("hmac");
}

/** The default policy with the classes named in `json` changed. The error is one sentence. */
export function parsePrivacyPolicy(json: string): Result<PrivacyPolicy, string> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { ok: false, error: "it is not JSON" };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { ok: false, error: "it is not a JSON object from field class to action" };
  }
  for (const [name, action] of Object.entries(value)) {
    if (!(fieldClasses as readonly string[]).includes(name)) {
      return { ok: false, error: `it names the unknown field class "${name}"; known are ${fieldClasses.join(", ")}` };
    }
    if (!(actions as readonly unknown[]).includes(action)) {
      return { ok: false, error: `its action for ${name} is not one of ${actions.join(", ")}` };
    }
  }
  return { ok: true, value: { ...defaultPrivacyPolicy, ...(value as Partial<PrivacyPolicy>) } };
}
