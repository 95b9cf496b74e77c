/** What this browser remembers of its reader. Where it may not, nothing is lost but the memory. */
const PREFIX = "spaces-console.";

export function remembered(name: string): string | undefined {
  try {
    return localStorage.getItem(PREFIX + name) ?? undefined;
  } catch {
    return undefined;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // Private windows and policies forbid it.
  }
}
