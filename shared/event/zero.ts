/**
 * What absence means. proto3 leaves 0, false and an enum's first member off the wire, so in a message of the contract
 * what is absent is 0. In anything else it is just not said: a field whose name has drifted is absent, too, and a zero
 * made up for it would overwrite what is known.
 */
import type { Message } from "../contract/contract.ts";
import type { JsonObject } from "./event-record.ts";

/** What an absent number, bool or enum of one message is: 0, or nothing at all. */
export type Zero = 0 | undefined;

/** Asked once for each message that is read. */
export type ZeroOf = (message: Message, fields: JsonObject) => Zero;

/** Where the decoder keeps what the public contract has no number for: in a newer contract, too, absent means 0. */
export const UNKNOWN_FIELDS = "unknownFields";

const namesOf = new Map<Message, ReadonlySet<string>>();

/**
 * For a payload under its documented name: 0 in each of its messages that has no field the contract lacks. Protobuf
 * has none by construction; JSON has one as soon as a name has drifted. So nobody needs to know the encoding, and both
 * encodings of an event are read alike.
 */
export const zeroOfContract: ZeroOf = (message, fields) => {
  let names = namesOf.get(message);
  if (names === undefined) {
    names = new Set([...message.byName.map(({ json }) => json), UNKNOWN_FIELDS]);
    namesOf.set(message, names);
  }
  for (const name in fields) if (!names.has(name)) return undefined;
  return 0;
};

/** For a payload under another name, and for event types that the public contract does not have. */
export const neverZero: ZeroOf = () => undefined;
