import { useEffect } from "preact/hooks";
import { go } from "../address/current.ts";
import { pages } from "../pages.ts";
import { pressed, register, shortcuts, shortcutsOn } from "./keys.ts";
import { showShortcuts } from "./shortcuts-dialog.tsx";

/** Of the shell: the pages and the list of shortcuts. */
export function useKeys(): void {
  useEffect(() => {
    const forget = register([
      ...pages.map(({ key, title, path }) => ({
        keys: `g ${key}`,
        says: `Go to ${title}`,
        act: () => go({ page: path, params: {} }),
      })),
      { keys: "?", says: "Show the keyboard shortcuts", act: showShortcuts },
    ]);
    let before = "";
    const onKey = (event: KeyboardEvent) => {
      if (!shortcutsOn.value || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const { shortcut, next } = pressed(event.key, before, shortcuts.value);
      before = next;
      if (shortcut === undefined) return;
      event.preventDefault();
      shortcut.act();
    };
    document.addEventListener("keydown", onKey);
    return () => {
      forget();
      document.removeEventListener("keydown", onKey);
    };
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, select, textarea, [contenteditable], dialog") !== null;
}
