import { holdsEmailAddress } from "./email-address.ts";
import { holdsIpAddress } from "./ip-address.ts";
import { holdsMacAddress } from "./mac-address.ts";
import { classOfValue, look, SUSPECT } from "./personal-values.ts";

const anyText = { holdsDeviceId: false, isAccessPoint: false, isVersion: false };

/** Whether a text is or holds what a policy may not let through: for what is made into a key, where it can only be left out. */
export function holdsPersonalForm(text: string): boolean {
  if ((look(text) & SUSPECT) === 0) return false;
  return (
    classOfValue(text.trim(), anyText) !== undefined ||
    holdsMacAddress(text) ||
    holdsEmailAddress(text) ||
    holdsIpAddress(text)
  );
}
