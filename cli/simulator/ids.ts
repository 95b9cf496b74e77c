/** Identifiers of the form and length that a real sandbox sends; addresses are locally administered or private ones. */
import type { Random } from "./random.ts";

const BASE62 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** A draw has 32 bits. */
const HEX_DIGITS_PER_DRAW = 8;

export interface Ids {
  tenant(): string;
  location(): string;
  sourceLocation(): string;
  map(): string;
  device(): string;
  user(): string;
  visit(): string;
  space(): string;
  uuid(): string;
  macAddress(): string;
  ipv4(): string;
  hex(length: number): string;
}

export function idsFrom(random: Random): Ids {
  const hex = (length: number): string =>
    length > HEX_DIGITS_PER_DRAW ? hex(HEX_DIGITS_PER_DRAW) + hex(length - HEX_DIGITS_PER_DRAW) : oneDraw(length, 16);
  const oneDraw = (length: number, base: number) =>
    random
      .below(base ** length)
      .toString(base)
      .padStart(length, "0");
  const tenDigits = () => `${1 + random.below(9)}${oneDraw(9, 10)}`;
  return {
    hex,
    tenant: () => `spaces-tenant-${hex(8)}`,
    location: () => `location-${hex(8)}`,
    sourceLocation: () => tenDigits() + oneDraw(8, 10),
    map: () => hex(32),
    device: () => `device-${random.text(BASE62, 21)}`,
    user: () => `user-${random.text(BASE62, 21)}`,
    visit: () => `visit-${tenDigits()}${oneDraw(9, 10)}`,
    space: () => `space-${hex(8)}`,
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
    macAddress: () => `02:${[1, 2, 3, 4, 5].map(() => hex(2)).join(":")}`,
    ipv4: () => `10.${random.below(256)}.${random.below(256)}.${1 + random.below(254)}`,
  };
}

/**
 * The `number`-th recordUid: eight hexadecimal digits, as in the real sample. It is the de-duplication key, so it is
 * not drawn but counted and scrambled by steps that can be undone: 2³² events without a repeat.
 */
export function recordUid(number: number, key: number): string {
  let mixed = (number ^ key) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  mixed = (mixed ^ (mixed >>> 16)) >>> 0;
  return `event-${mixed.toString(16).padStart(8, "0")}`;
}
