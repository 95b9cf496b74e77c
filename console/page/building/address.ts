/** What the page Building's address says. */
import { pageAddress } from "../address/current.ts";
import { flag, list, text } from "../address/fields.ts";

export const buildingAddress = pageAddress("building", {
  tenant: text,
  floor: text,
  /** `device:aa:bb`: who is looked at. */
  subject: text,
  /** What of the list is shown. */
  find: text,
  /** Groups that are not. */
  hide: list,
  heat: flag,
  /** The feet in the middle and the zoom: `120,60,2.5`. */
  view: text,
  kiosk: flag,
});

export function floorHref(tenant: string | null, floor: string): string {
  return buildingAddress.href({ tenant: tenant ?? "", floor });
}
