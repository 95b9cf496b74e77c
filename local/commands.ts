/** The same questions as a shell command, of the cloud's own tools or of `spaces`, for `--keep` and beside each answer. */
import type { PlaceKey, SubjectKey } from "../shared/state/keys.ts";

export interface Section {
  readonly title: string;
  readonly text: string;
}

export interface Commands {
  /** Where everything listens, what a shell has to know first, and how to push an event by hand. */
  readonly first: readonly Section[];
  readonly last: readonly Section[];
  stateOf(subject: SubjectKey): string;
  /** Who is at a place, as of a time; and which zones and floors are the busiest. */
  whoIsAt(place: PlaceKey, atMs: number): string;
  zones(atMs: number): string;
  floors(atMs: number): string;
  history(subject: SubjectKey, fromMs: number, toMs: number): string;
  deadLetters(): string;
}

/** Whom the event that is pushed by hand is about. */
export const byHand = { tenant: "tenant-by-hand", kind: "device", id: "device-by-hand" } as const;

export function eventByHand() {
  return {
    recordUid: "event-by-hand",
    recordTimestamp: Date.now(),
    spacesTenantId: byHand.tenant,
    eventType: "DEVICE_ENTRY",
    deviceEntry: { device: { deviceId: byHand.id } },
  };
}

export function shellQuoted(value: object | string): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
