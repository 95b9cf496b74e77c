import { defineConfig } from "vitest/config";
import base from "./vitest.config.ts";

/**
 * What mutation testing runs for every mutant: the core's own tests, in milliseconds. So no store that starts a
 * database, and no bound on CPU time, which code full of mutants does not keep.
 */
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ["test/shared/**/*.test.ts", "test/contracts/records.test.ts"],
    exclude: ["**/bombs.test.ts"],
    setupFiles: "test/support/without-shrinking.ts",
  },
});
