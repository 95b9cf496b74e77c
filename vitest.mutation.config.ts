import { defineConfig } from "vitest/config";
import base from "./vitest.config.ts";

/** What mutation testing runs for every mutant: the core's own tests, in milliseconds; so no store that starts a database. */
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ["test/shared/**/*.test.ts", "test/contracts/records.test.ts"],
    setupFiles: "test/support/without-shrinking.ts",
  },
});
