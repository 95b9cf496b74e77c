import { useEffect } from "preact/hooks";
import { register, type Shortcut } from "./keys.ts";

/** For as long as the component is shown. */
export function useShortcuts(own: readonly Shortcut[]): void {
  // They act on signals, which do not change.
  useEffect(() => register(own), []);
}
