/**
 * Mutation testing of what decides: outcomes, state, batches, privacy. Run by hand (`npm run mutate`), as it takes minutes;
 * for one file: `npm run mutate -- --mutate shared/outcome.ts`. The report is reports/mutation/mutation.html.
 */
export default {
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner"],
  vitest: { configFile: "vitest.mutation.config.ts", related: true },
  mutate: [
    "shared/outcome.ts",
    "shared/state/**/*.ts",
    "shared/batch/{process-batch,repeats,give-up,report,attempts}.ts",
    "shared/privacy/**/*.ts",
  ],
  // Type checking is tsc's; TypeScript 7 has no API by which Stryker could rewrite a tsconfig, so it is given none.
  tsconfigFile: "none",
  ignorePatterns: ["dist", "cdk.out", ".local", "docs", "reports"],
  concurrency: 2,
  // What is unchanged since the last run, mutants and tests both, keeps its result.
  incremental: true,
  incrementalFile: "reports/mutation/incremental.json",
  reporters: ["clear-text", "html", "progress"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 95, low: 90, break: 90 },
};
