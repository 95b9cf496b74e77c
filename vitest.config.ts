import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/support/one-temporary-folder.ts",
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Two cores are what a small CI machine has; more workers only make servers on loopback slower.
    maxWorkers: 2,
  },
});
