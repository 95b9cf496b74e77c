/** One spelling for each device and person: all spellings must give the same pseudonym, whichever field they stand in. */
import { isEmailAddress } from "./email-address.ts";
import type { FieldClass } from "./field-classes.ts";
import { canonicalIpAddress } from "./ip-address.ts";
import { canonicalMacAddress } from "./mac-address.ts";

/** A longer value has none of the forms; what it may cost is bounded. */
const LONGEST_FORM = 254;

export function canonical(fieldClass: FieldClass, value: string): string {
  const text = value.trim().normalize("NFC");
  if (text.length > LONGEST_FORM) return text;
  const form = canonicalMacAddress(text) ?? canonicalIpAddress(text);
  if (form !== undefined) return form;
  if (isEmailAddress(text)) return text.toLowerCase();
  switch (fieldClass) {
    case "mac_address":
    case "ip_address":
    case "email":
      return text.toLowerCase();
    case "phone":
      return text.replace(/[\s()/.-]/g, "");
    case "user_id":
      return canonicalUserId(text);
    default:
      return text;
  }
}

/** `CORP\ada` is `corp\ada`: domains have no case. What is before an `@` and the bare name can have one, so it is left. */
function canonicalUserId(text: string): string {
  const at = text.indexOf("@");
  if (at !== -1) return text.slice(0, at) + text.slice(at).toLowerCase();
  const domainEnd = text.indexOf("\\");
  return text.slice(0, domainEnd + 1).toLowerCase() + text.slice(domainEnd + 1);
}
