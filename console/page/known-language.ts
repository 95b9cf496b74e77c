/**
 * A browser started without a language, as one on a wall, can name one that Intl does not take (`en-US@posix`, seen with
 * Chromium where LANG is C); uPlot asks Intl for it while it is loaded, and nothing would be drawn.
 */
function isKnown(language: string): boolean {
  try {
    return Intl.getCanonicalLocales(language).length > 0;
  } catch {
    return false;
  }
}

if (!isKnown(navigator.language)) Object.defineProperty(navigator, "language", { value: "en" });
