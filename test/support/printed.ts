/** What a command prints, in place of the terminal; from test to test anew. Called where `beforeEach` may be. */
import { afterEach, beforeEach, vi } from "vitest";

export interface Printed {
  /** Of this test so far. */
  text(): string;
}

/** `end` follows whatever is printed at once. */
export function printedTo(stream: "log" | "error", end = ""): Printed {
  let printed = "";
  beforeEach(() => {
    printed = "";
    vi.spyOn(console, stream).mockImplementation((text: string) => {
      printed += `${text}${end}`;
    });
  });
  afterEach(() => vi.restoreAllMocks());
  return { text: () => printed };
}
