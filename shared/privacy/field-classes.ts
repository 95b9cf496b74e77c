/** Kinds of personal data: what a policy decides about. */
export const fieldClasses = [
  "mac_address",
  "ip_address",
  "user_id",
  "social_handle",
  "name",
  "email",
  "phone",
  "postal_code",
  "gender",
  "attributes",
  "social_profile",
  "ssid",
  "unknown_fields",
] as const;

export type FieldClass = (typeof fieldClasses)[number];
