/** A verdict by sign, word and colour, so that no one of them is needed to understand it. */
import type { ComponentChildren } from "preact";

export type Marked = "good" | "bad" | "warn" | "unknown";

const signs: Readonly<Record<Marked, string>> = { good: "✓", bad: "✕", warn: "!", unknown: "?" };

export function Mark({ is, children }: { readonly is: Marked; readonly children: ComponentChildren }) {
  return (
    <span class="mark" data-is={is}>
      <span aria-hidden="true">{signs[is]}</span> {children}
    </span>
  );
}
