/** `spaces dead-letters show`: one letter, decoded as far as it goes. It is asked for, so that values are shown. */

import type { GivenUp, GivenUpPlace } from "../stage/given-up.ts";
import { isAbsent } from "../stage/is-absent.ts";
import { readPayload } from "../stage/read-payload.ts";
import { UserError } from "../user-error.ts";
import { objectAndIndex } from "./letter-id.ts";
import { letterJson } from "./list.ts";
import { noNote } from "./notes.ts";

/** A UserError where there is none of that name. */
export async function findLetter(places: readonly GivenUpPlace[], id: string): Promise<GivenUp> {
  const { object, index } = objectAndIndex(id);
  const place = places.find(({ prefix }) => object.startsWith(prefix));
  if (place === undefined)
    throw new UserError(
      `No place of this stage keeps a letter of that name; its letters begin with ${places.map(({ prefix }) => prefix).join(", ")}.`,
    );
  const bytes = await place.objects.read(object).catch((error: unknown) => {
    if (isAbsent(error))
      throw new UserError(
        "There is no letter of that name any more; spaces dead-letters list --each names those there are.",
      );
    throw error;
  });
  for (const letter of place.letters({ name: object, keptAtMs: 0 }, bytes)) if (letter.index === index) return letter;
  throw new UserError("The object has not as many letters; spaces dead-letters list --each names those there are.");
}

/** What is known of it, then each event of it: its fields, or why it is none. */
export function shownLetter(letter: GivenUp): object {
  const { parts } = readPayload(letter.payload);
  return {
    ...letterJson(letter, noNote),
    events: parts.map(({ bytes, result }) =>
      result.ok
        ? { decoded: result.value }
        : { code: result.error.code, message: result.error.message, bytes: bytes.length, begins: beginning(bytes) },
    ),
  };
}

const SHOWN_BYTES = 200;

/** Text where it is some, else hexadecimal digits. */
function beginning(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, SHOWN_BYTES));
  const text = head.toString("utf8");
  return /[\p{Cc}\ufffd]/u.test(text.replace(/[\s\ufffd]*$/u, "")) ? head.toString("hex") : text;
}
