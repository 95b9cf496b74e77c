/** What a redrive came to, as sentences. */
import { printable } from "../printable.ts";
import type { RedriveCounts } from "./redrive.ts";
import type { Since } from "./since.ts";

export function redriveSays({ put, bytes, putBefore, left }: RedriveCounts): string {
  const parts = [
    `${put} letters (${(bytes / 1e6).toFixed(1)} MB)`,
    ...(putBefore > 0 ? [`${putBefore} were put before, --again puts them once more`] : []),
    ...Array.from(left, ([reason, letters]) => `${letters} cannot be put: ${reason}`),
  ];
  return `${parts.join("; ")}.`;
}

export function sinceSays({ stored, ignored, rejectedAgain, unknown }: Since, waitSeconds: number): string {
  const codes = Array.from(rejectedAgain, ([code, letters]) => `${letters} ${printable(code)}`);
  const rejected = [...rejectedAgain.values()].reduce((sum, letters) => sum + letters, 0);
  return [
    `${stored} stored since`,
    ...(ignored > 0 ? [`${ignored} ignored, as configured`] : []),
    `${rejected} rejected again${codes.length > 0 ? ` (${codes.join(", ")})` : ""}`,
    ...(unknown > 0
      ? [`${unknown} neither, ${waitSeconds} s later: look again with list, or give a longer --wait`]
      : []),
  ]
    .join("; ")
    .concat(".");
}
