import { pageAddress } from "../address/current.ts";
import { list, number, oneOf, text } from "../address/fields.ts";

/** One address for the page's views, so that what was filtered in one is there again. */
export const eventsAddress = pageAddress("events", {
  view: oneOf("tap", "letters", "explain"),
  /** Of the tap and of dead letters alike. */
  types: list,
  tenants: list,
  subject: text,
  outcome: oneOf("any", "stored", "duplicate", "rejected"),
  /** What is explained, a uid or a position, and about when it came, epoch ms. */
  name: text,
  at: number,
  /** Of dead letters: how they are counted, which of them, and the one that is shown. */
  by: list,
  code: list,
  place: list,
  from: text,
  to: text,
  letter: text,
});
