/** Identifiers of the form and length that a real sandbox sends; addresses are locally administered or private ones. */
import type { Random } from "./random.ts";

const HEX = "0123456789abcdef";
const DIGITS = "0123456789";
const BASE62 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

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
  const hex = (length: number) => random.text(HEX, length);
  const nonZeroDigits = (length: number) => `${1 + random.below(9)}${random.text(DIGITS, length - 1)}`;
  return {
    hex,
    tenant: () => `spaces-tenant-${hex(8)}`,
    location: () => `location-${hex(8)}`,
    sourceLocation: () => nonZeroDigits(18),
    map: () => hex(32),
    device: () => `device-${random.text(BASE62, 21)}`,
    user: () => `user-${random.text(BASE62, 21)}`,
    visit: () => `visit-${nonZeroDigits(19)}`,
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
