/** Dark, light, or as the reader's system has it: remembered by the browser, for it is the reader's and not the link's. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { remember, remembered } from "./remembered.ts";

export const themes = ["auto", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const NAME = "theme";
const chosen = signal<Theme>(themes.find((one) => one === remembered(NAME)) ?? "auto");
const darkSystem = matchMedia("(prefers-color-scheme: dark)");
const drawn = signal(0);
darkSystem.addEventListener("change", () => void drawn.value++);

export const theme: ReadonlySignal<Theme> = chosen;
/** Changes whenever colours do: what is drawn on a canvas has to be drawn again. */
export const colourScheme: ReadonlySignal<number> = drawn;

export function applyTheme(): void {
  const { value } = chosen;
  document.documentElement.style.colorScheme = value === "auto" ? "light dark" : value;
}

export function chooseTheme(value: Theme): void {
  chosen.value = value;
  remember(NAME, value);
  applyTheme();
  drawn.value++;
}

let probe: HTMLElement | undefined;

/** What a custom property such as `--ink` is now: `light-dark()` is decided where it is used, so it is used. */
export function colourOf(property: string): string {
  probe ??= document.body.appendChild(Object.assign(document.createElement("i"), { hidden: true }));
  probe.style.color = `var(${property})`;
  return getComputedStyle(probe).color;
}
