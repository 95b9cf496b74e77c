/** A question in the address: its name, whether it is asked, and its parameters by their own names. */
import { type Address, formatAddress, type Params } from "../address/address.ts";

const PAGE = "questions";

export interface AddressedQuestion {
  readonly name: string;
  /** It is asked as soon as the address is opened. */
  readonly isAsked: boolean;
  /** As they were said; a default that was not said is not among them. */
  readonly parameters: Params;
}

export function questionOf({ name = "", run, ...parameters }: Params): AddressedQuestion {
  return { name, isAsked: run === "true", parameters };
}

export function addressOf({ name, isAsked, parameters }: AddressedQuestion): Address {
  return { page: PAGE, params: { name, ...parameters, ...(isAsked && { run: "true" }) } };
}

export function hrefOf(name: string): string {
  return formatAddress(addressOf({ name, isAsked: false, parameters: {} }));
}
