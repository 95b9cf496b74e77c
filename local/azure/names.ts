/** What everything of a local run is called. */
export const HUB = "spaces-push";
export const CONSUMER_GROUP = "spaces";
export const LAKE_CONSUMER_GROUP = "spaces-lake";
/** As azure/lake/handler.ts calls it. */
export const LAKE_FUNCTION = "lake";
export const CONTAINERS = {
  deadLetters: "dead-letters",
  notes: "batch-notes",
  checkpoints: "checkpoints",
  lake: "lake",
} as const;
/** Each has one batch in flight; on two cores a third would only wait. */
export const PARTITIONS = 2;
export const FUNCTION_MEMORY_MB = 1_024;
export const HISTORY_TTL_DAYS = 365;
