/** Keys that act wherever one is: `register` for as long as it means something. */
import { signal } from "@preact/signals";
import { remember, remembered } from "../remembered.ts";

export interface Shortcut {
  /** One key, or `g` and one: `g b`. */
  readonly keys: string;
  readonly says: string;
  act(): void;
}

const NAME = "shortcuts";

export const shortcuts = signal<readonly Shortcut[]>([]);
/** Whoever dictates or mistypes can turn single keys off: https://www.w3.org/TR/WCAG22/#character-key-shortcuts */
export const shortcutsOn = signal(remembered(NAME) !== "off");

export function turnShortcuts(on: boolean): void {
  shortcutsOn.value = on;
  remember(NAME, on ? "on" : "off");
}

export function register(own: readonly Shortcut[]): () => void {
  shortcuts.value = [...shortcuts.peek(), ...own];
  return () => {
    shortcuts.value = shortcuts.peek().filter((one) => !own.includes(one));
  };
}

/** What `key` means after `before`, and what is to be remembered for the next one. */
export function pressed(
  key: string,
  before: string,
  known: readonly Shortcut[],
): { readonly shortcut?: Shortcut; readonly next: string } {
  const keys = before === "" ? key : `${before} ${key}`;
  const shortcut = known.find((one) => one.keys === keys);
  if (shortcut !== undefined) return { shortcut, next: "" };
  return { next: known.some((one) => one.keys.startsWith(`${key} `)) ? key : "" };
}
