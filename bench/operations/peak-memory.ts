/** Loaded before a command: writes the process's peak resident memory, in KiB, into the file that is named, as it ends. */
import { writeFileSync } from "node:fs";

process.on("exit", () => {
  const file = process.env.PEAK_MEMORY_FILE;
  if (file !== undefined) writeFileSync(file, String(process.resourceUsage().maxRSS));
});
