import { signal } from "@preact/signals";
import { Dialog } from "../parts/dialog.tsx";
import { shortcuts, shortcutsOn, turnShortcuts } from "./keys.ts";

const shown = signal(false);

export function showShortcuts(): void {
  shown.value = true;
}

function hideShortcuts(): void {
  shown.value = false;
}

export function ShortcutsDialog() {
  if (!shown.value) return null;
  return (
    <Dialog title="Keyboard shortcuts" onClose={hideShortcuts}>
      <dl class="keys">
        {shortcuts.value.map(({ keys, says }) => (
          <div key={keys}>
            <dt>
              {keys.split(" ").map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input
          type="checkbox"
          checked={shortcutsOn.value}
          onChange={({ currentTarget }) => turnShortcuts(currentTarget.checked)}
        />
        Single keys act
      </label>
    </Dialog>
  );
}
