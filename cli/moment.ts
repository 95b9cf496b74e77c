/** A moment as somebody types it: a day, or a day and a time, in UTC, at an offset or in a named zone. */
import { Temporal } from "temporal-polyfill";
import { UserError } from "./user-error.ts";

const FORM = "yyyy-MM-dd, or yyyy-MM-ddThh:mm with Z, an offset such as +01:00, or a zone by --time-zone";

/**
 * Epoch milliseconds. What says no zone of its own is read in `timeZone` (IANA); where clocks are set forward, a time
 * that is left out is the one after it, and of one that comes twice it is the first.
 * Throws a UserError that names the option and the form, never the value.
 */
export function parseMoment(option: string, text: string, timeZone: string): number {
  try {
    if (/(?:Z|[+-]\d{2}:?\d{2})$/i.test(text) && /[T ]\d{2}/i.test(text))
      return Temporal.Instant.from(text.replace(" ", "T")).epochMilliseconds;
    return Temporal.PlainDateTime.from(text.trim(), { overflow: "reject" }).toZonedDateTime(zone(timeZone))
      .epochMilliseconds;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${option} is no time: write it as ${FORM}.`);
  }
}

/** Names alone: Temporal takes offsets and whole times, too, which DuckDB takes for no zone. */
function zone(timeZone: string): string {
  try {
    if (!/^[a-z]/i.test(timeZone)) throw new RangeError();
    return Temporal.Now.zonedDateTimeISO(timeZone).timeZoneId;
  } catch {
    throw new UserError("--time-zone is no zone: write an IANA name such as Europe/Paris, or UTC.");
  }
}
